"""Invented members talk and write in the running meeting while somebody is in its room: a script that ends.

Only in a demo on this machine. They use the services that everybody uses, as the people they are.

script      what is said and written, move by move; pure
switch      whether they take part: pressed by anybody whom the demo lets in
stage       whose move it is, and making it; in the process that serves browsers
page        a member's open page of a text: a copy of its own, one edit at a time
playbill    what the page of the switch says
routes      that page
"""
