"""Resolve KERN's design tokens to constants: lengths in place, colours as sRGB in light and dark.

Conversion from OKLCH after Björn Ottosson, "A perceptual color space for image processing" (2020).
"""

import math
import re

from scripts.kern_css import Rule, split

LIGHT = "@media (prefers-color-scheme: light)"
DARK = "@media (prefers-color-scheme: dark)"
COLOUR = re.compile(r"^--kern-color-")
Oklch = tuple[float, float, float]


def hex_of(colour: Oklch, alpha: float = 1.0) -> str:
    """The nearest sRGB colour by clipping, with two more digits where it is translucent."""
    lightness, chroma, hue = colour
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    channels = [round(255 * gamma(min(1.0, max(0.0, value)))) for value in linear]
    if alpha < 1:
        channels.append(round(255 * alpha))
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def gamma(value: float) -> float:
    """The transfer curve of sRGB (IEC 61966-2-1)."""
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def oklch_of(text: str) -> Oklch:
    """Read `oklch(42.84% 0.1689 265.02)`, `black` or `white`."""
    if text in {"black", "white"}:
        return (0.0 if text == "black" else 1.0, 0.0, 0.0)
    lightness, chroma, hue = re.findall(r"[\d.]+", text)[:3]
    return float(lightness) / 100, float(chroma), float(hue)


def percent_of(text: str) -> float:
    """Read `8%`, `calc(100% - 92%)` or `calc(0.72 * 100%)` as a share of one."""
    numbers = [float(number) for number in re.findall(r"[\d.]+", text)]
    if "-" in text:
        return (numbers[0] - numbers[1]) / 100
    return numbers[0] * (numbers[1] / 100 if "*" in text else 0.01)


def mixed(text: str) -> str:
    """Work out `color-mix(in oklch, A, black 8%)`; the hue of a grey partner does not count."""
    _, first, second = split(text[len("color-mix(") : -1], ",")
    if second == "transparent":  # `A 72%, transparent`
        colour, share = re.match(r"(oklch\(.*?\)|black|white) (.*)", first).groups()  # type: ignore[union-attr]
        return hex_of(oklch_of(colour), percent_of(share))
    other, share = second.split(" ", 1)
    lightness, chroma, hue = oklch_of(first)
    part = percent_of(share)
    if other == "transparent":
        return hex_of((lightness, chroma, hue), 1 - part)
    target = oklch_of(other)
    return hex_of((lightness + (target[0] - lightness) * part, chroma * (1 - part), hue))


class Tokens:
    """All custom properties of KERN, as the plain page (its level 0) sees them."""

    def __init__(self, rules: list[Rule]) -> None:
        """Read the tokens of `:root`, of both colour schemes and of level 0."""
        self.light: dict[str, str] = {}
        self.dark: dict[str, str] = {}
        self.used: set[str] = set()
        for rule in rules:
            self._read(rule)

    def _read(self, rule: Rule) -> None:
        for scheme, tokens in ((LIGHT, self.light), (DARK, self.dark)):
            if rule.prelude == scheme:
                tokens.update(pair for child in rule.children for pair in child.declarations)
            elif rule.selectors == [":root"] or ".kern-layer.kern-level-0" in rule.selectors:
                tokens.update(pair for pair in rule.declarations if pair[0].startswith("--"))

    def _flat(self, value: str, tokens: dict[str, str]) -> str:
        """Replace every `var()` by what it stands for."""
        while (start := value.rfind("var(")) >= 0:
            end = value.index(")", start)
            name, *fallback = value[start + 4 : end].split(",", 1)
            known = tokens.get(name.strip(), fallback[0].strip() if fallback else "")
            value = value[:start] + known + value[end + 1 :]
        return value

    def constant(self, name: str, tokens: dict[str, str]) -> str:
        """A token's final value in one scheme."""
        value = self._flat(f"var({name})", tokens)
        if value.startswith("color-mix("):
            return mixed(value)
        return hex_of(oklch_of(value)) if value.startswith("oklch(") else value

    def resolve(self, value: str) -> str:
        """A value without tokens, but for colours that differ by scheme: they keep a name."""
        while (start := value.rfind("var(")) >= 0:
            end = value.index(")", start)
            name, *fallback = (part.strip() for part in value[start + 4 : end].split(",", 1))
            value = value[:start] + self._replacement(name, fallback) + value[end + 1 :]
        return value.replace("VAR(", "var(")

    def _replacement(self, name: str, fallback: list[str]) -> str:
        light, dark = self.constant(name, self.light), self.constant(name, self.dark)
        if not light:
            return fallback[0] if fallback else "0"
        if light == dark:
            return light
        self.used.add(name)
        return f"VAR({short(name)})"

    def printed(self, more: set[str]) -> list[Rule]:
        """The custom properties in use, light first; paper is always light."""
        known = {short(name): name for name in self.light}
        names = sorted({short(name) for name in self.used} | more)
        light = [(n, self.constant(known[n], self.light)) for n in names]
        dark = [(n, self.constant(known[n], self.dark)) for n in names]
        scheme = Rule("@media screen and (prefers-color-scheme: dark)")
        scheme.children = [Rule("", [":root"], dark)]
        return [Rule("", [":root"], light), scheme]


def short(name: str) -> str:
    """One name for a colour: KERN's "contextual" twins say the same on our single level."""
    return name.removesuffix("-contextual")
