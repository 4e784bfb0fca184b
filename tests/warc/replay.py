"""Other people's tools read what `hemkoll export --format warc|wacz` writes.

Usage: replay.py HEMKOLL (run by ./check with the Python of target/archive-tools). Audits the demo into a temporary
database, exports it, and then:
  1. `warcio check` finds every digest right, and `warcio index` reads every record;
  2. every answer of the JSON lines leads to the record that holds the page it quotes;
  3. every line of the WACZ's index leads to its record, and every file of it has the digest that it states;
  4. pywb replays a page, byte for byte.
"""

import hashlib
import io
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile

from warcio.archiveiterator import ArchiveIterator

TOOLS = os.path.dirname(sys.executable)


def run(*command, **more):
    done = subprocess.run(command, capture_output=True, text=True, **more)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done.stdout


def wrong(text):
    sys.exit(f"replay.py: {text}")


def payloads(warc):
    """Record id to SHA-256 of the payload, for every record with an HTTP answer."""
    found = {}
    with open(warc, "rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            if record.rec_type in ("response", "resource"):
                name = record.rec_headers.get_header("WARC-Record-ID").strip("<>")
                if name in found:
                    wrong(f"{name} stands twice")
                found[name] = hashlib.sha256(record.content_stream().read()).hexdigest()
    return found


def findings(hemkoll, db, warc):
    records = payloads(warc)
    led = 0
    for line in run(hemkoll, "export", "--db", db, "--format", "jsonl").splitlines():
        answer = json.loads(line)
        for evidence, record in zip(answer["evidence"], answer["records"], strict=True):
            if records.get(record) != evidence["sha256"]:
                wrong(f"{answer['kommun']} {answer['rule']}: {record} does not hold {evidence['url']}")
            led += 1
    if led < 100:
        wrong(f"only {led} quotes led to a record")
    return led, len(records)


def package(wacz):
    with zipfile.ZipFile(wacz) as zipped:
        about = json.loads(zipped.read("datapackage.json"))
        own = json.loads(zipped.read("datapackage-digest.json"))
        listed = [(r["path"], r["hash"]) for r in about["resources"]] + [(own["path"], own["hash"])]
        for path, digest in listed:
            if f"sha256:{hashlib.sha256(zipped.read(path)).hexdigest()}" != digest:
                wrong(f"{path} in the WACZ is not what its digest says")
        if zipped.getinfo("archive/data.warc.gz").compress_type != zipfile.ZIP_STORED:
            wrong("the archive in the WACZ is squeezed again")
        archive = zipped.read("archive/data.warc.gz")
        index = zipped.read("indexes/index.cdx").decode().splitlines()
    if index != sorted(index):
        wrong("the index is not sorted")
    for line in index:
        place = json.loads(line.split(" ", 2)[2])
        start = int(place["offset"])
        member = archive[start : start + int(place["length"])]
        record = next(iter(ArchiveIterator(io.BytesIO(member), check_digests="raise")))
        if record.rec_headers.get_header("WARC-Target-URI") != place["url"]:
            wrong(f"the index leads elsewhere: {line}")
    return index


def replay(folder, warc, index):
    pages = (json.loads(line.split(" ", 2)[2]) | {"at": line.split(" ", 2)[1]} for line in index)
    page = next(p for p in pages if p["mime"] == "text/html" and "/hemtjanst" in p["url"] and p["status"] == "200")
    run(f"{TOOLS}/wb-manager", "init", "demo", cwd=folder)
    run(f"{TOOLS}/wb-manager", "add", "demo", warc, cwd=folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with open(os.path.join(folder, "wayback.log"), "w") as log:
        wayback = [f"{TOOLS}/wayback", "--bind", "127.0.0.1", "-p", str(port)]
        server = subprocess.Popen(wayback, cwd=folder, stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}/demo/{page['at']}id_/{page['url']}"
        for attempt in range(120):
            try:
                body = urllib.request.urlopen(address, timeout=30).read()
                break
            except OSError as fault:
                if attempt == 119 or server.poll() is not None:
                    wrong(f"pywb does not answer: {fault}\n{open(log.name).read()}")
                time.sleep(0.5)
    finally:
        server.terminate()
        server.wait()
    if f"sha256:{hashlib.sha256(body).hexdigest()}" != page["digest"]:
        wrong(f"pywb replays other bytes for {page['url']}")
    return page["url"]


def main():
    hemkoll = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        db = f"sqlite:{folder}/demo.db"
        warc, wacz = f"{folder}/demo.warc.gz", f"{folder}/demo.wacz"
        run(hemkoll, "demo", "--once", "--db", db)
        run(hemkoll, "export", "--db", db, "--format", "warc", "--out", warc)
        run(hemkoll, "export", "--db", db, "--format", "wacz", "--out", wacz)
        run(f"{TOOLS}/warcio", "check", warc)
        records = len(run(f"{TOOLS}/warcio", "index", warc).splitlines())
        led, answers = findings(hemkoll, db, warc)
        index = package(wacz)
        page = replay(folder, warc, index)
    print(f"warcio: {records} records, {answers} answers; {led} quotes lead to their record; pywb replays {page}")


main()
