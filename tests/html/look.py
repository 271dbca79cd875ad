"""Asks a WebDriver what the pages of `diff --format html` and the maps of `graph --format svg` look like. Called
by run.sh: look.py DRIVER FOLDER."""

import base64
import json
import pathlib
import sys
import time
import urllib.error
import urllib.request

DRIVER, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()


def call(method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(DRIVER + path, data, {"content-type": "application/json"}, method=method)
    with urllib.request.urlopen(request, timeout=60) as response:
        return json.load(response)["value"]


def started():
    for _ in range(100):
        try:
            if call("GET", "/status")["ready"]:
                return
        except (urllib.error.URLError, ConnectionError):
            pass
        time.sleep(0.1)
    sys.exit("the driver does not start")


started()
options = {"args": ["--headless", "--no-sandbox", "--disable-gpu", "--force-device-scale-factor=1"]}
capabilities = {"alwaysMatch": {"browserName": "chrome", "goog:chromeOptions": options}}
session = "/session/" + call("POST", "/session", {"capabilities": capabilities})["sessionId"]
failures = 0


def run(script):
    return call("POST", session + "/execute/sync", {"script": script, "args": []})


def check(name, found, wanted):
    global failures
    failures += found != wanted
    print(f"{'ok' if found == wanted else 'FAILED'}: {name}" + ("" if found == wanted else f": {found!r}, not {wanted!r}"))


VISIBLE = "[...document.querySelectorAll('article')].filter((article) => article.checkVisibility())"


def visible(attribute):
    return run(f"return [...new Set({VISIBLE}.map((article) => article.dataset.{attribute}))].sort()")


def click(name, value):
    run(f"document.querySelector('input[name={name}][value={value}]').click()")


try:
    for page in ["diff", "hostile"]:
        call("POST", session + "/url", {"url": (FOLDER / f"{page}.html").as_uri()})
        total = run("return document.querySelectorAll('article').length")
        check(f"{page}: all changes show at first", run(f"return {VISIBLE}.length"), total)
        check(f"{page}: there are changes", total > 0, True)
        check(f"{page}: nothing is fetched", run("return performance.getEntriesByType('resource').length"), 0)
        check(f"{page}: one script, ours", run("return document.scripts.length"), 1)
        known = "article, p, span, code, details, summary, ul, li, a, h2, section"
        strange = f"[...document.querySelectorAll('main *')].filter((element) => !element.matches('{known}')).length"
        check(f"{page}: no element but ours", run(f"return {strange}"), 0)
        schemes = "[...new Set([...document.links].map((link) => link.protocol))]"
        check(f"{page}: links lead to files", run(f"return {schemes}"), ["file:"])
        impacts, areas = visible("impact"), visible("area")
        click("impact", impacts[0])
        check(f"{page}: an impact can be left out", visible("impact"), impacts[1:])
        click("impact", impacts[0])
        click("area", areas[0])
        check(f"{page}: an area can be left out", visible("area"), areas[1:])
        click("area", areas[0])
        word = run("return document.querySelector('article code').textContent")
        search = "const box = document.forms[0].elements.text; box.value = {}; box.dispatchEvent(new Event('input', {{bubbles: true}}));"
        run(search.format(json.dumps(word)))
        misses = f"{VISIBLE}.filter((article) => !article.closest('section').textContent.includes({json.dumps(word)})).length"
        check(f"{page}: a search shows what has the text", [run(f"return {VISIBLE}.length") > 0, run(f"return {misses}")], [True, 0])
        run(search.format(json.dumps("no change says this")))
        nothing = f"return [{VISIBLE}.length, document.getElementById('nothing').hidden, document.querySelectorAll('section:not([hidden])').length]"
        check(f"{page}: a search may find nothing", run(nothing), [0, False, 0])
        run(search.format(json.dumps("")))
        for width in [400, 1400]:
            metrics = {"width": width, "height": 1200, "deviceScaleFactor": 1, "mobile": False}
            call("POST", session + "/goog/cdp/execute", {"cmd": "Emulation.setDeviceMetricsOverride", "params": metrics})
            check(f"{page}: fits {width} pixels", run("return document.documentElement.scrollWidth <= window.innerWidth"), True)
            picture = FOLDER / f"{page}-{width}.png"
            picture.write_bytes(base64.b64decode(call("GET", session + "/screenshot")))
    for name in ["map", "map-hostile"]:
        call("POST", session + "/url", {"url": (FOLDER / f"{name}.svg").as_uri()})
        size = run("const { width, height } = document.documentElement.viewBox.baseVal; return { width, height }")
        metrics = {"width": int(size["width"]) + 1, "height": int(size["height"]) + 1, "deviceScaleFactor": 1, "mobile": False}
        call("POST", session + "/goog/cdp/execute", {"cmd": "Emulation.setDeviceMetricsOverride", "params": metrics})
        count = run("return document.querySelectorAll('.box').length")
        check(f"{name}: there are resources", count > 0, True)
        check(f"{name}: nothing is fetched", run("return performance.getEntriesByType('resource').length"), 0)
        known = "svg, title, style, defs, marker, rect, text, tspan, path, g"
        strange = f"[...document.querySelectorAll('*')].filter((element) => !element.matches('{known}')).length"
        check(f"{name}: no element but ours", run(f"return {strange}"), 0)
        outside = """return [...document.querySelectorAll('.box, .near')].map((box) => {
            const around = box.getBoundingClientRect(), wide = [];
            for (let next = box.nextElementSibling; next && next.matches('text, .rule'); next = next.nextElementSibling) {
                const inner = next.getBoundingClientRect();
                if (inner.left < around.left - 1 || inner.right > around.right + 1 || inner.bottom > around.bottom + 1) wide.push(next.textContent);
            }
            return wide;
        }).flat()"""
        check(f"{name}: what boxes say fits into them", run(outside), [])
        covered = """const rects = [...document.querySelectorAll('.label, .box, .near')].map((one) => one.getBoundingClientRect());
            const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top + 4 || b.bottom <= a.top + 4;
            return rects.flatMap((a, at) => rects.slice(at + 1).filter((b) => !apart(a, b))).length"""
        check(f"{name}: labels and boxes are apart", run(covered), 0)
        picture = FOLDER / f"{name}.png"
        picture.write_bytes(base64.b64decode(call("GET", session + "/screenshot")))
finally:
    call("DELETE", session)

print(f"pictures are in {FOLDER}")
sys.exit(1 if failures else 0)
