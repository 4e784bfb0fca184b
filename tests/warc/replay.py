"""Other people's tools read what `hemkoll export --format warc|wacz` writes.

Usage: replay.py HEMKOLL (run by ./check with the Python of target/archive-tools). Audits the demo into a temporary
database, exports it, and then:
  1. `warcio check` finds every digest right, and `warcio index` reads every record;
  2. every answer of the JSON lines leads to the record that holds the page it quotes;
  3. every line of the WACZ's index leads to its record, and every file of it has the digest that it states;
  4. pywb replays a page, byte for byte.
Then a site that does not change is audited twice: the second round's file says so in revisit records, and pywb replays
the page that they refer to from that file alone.
"""

import hashlib
import io
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

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


def replay(folder, name, warc, index):
    pages = (json.loads(line.split(" ", 2)[2]) | {"at": line.split(" ", 2)[1]} for line in index)
    page = next(p for p in pages if p["mime"] == "text/html" and "/hemtjanst" in p["url"] and p["status"] == "200")
    run(f"{TOOLS}/wb-manager", "init", name, cwd=folder)
    run(f"{TOOLS}/wb-manager", "add", name, warc, cwd=folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with open(os.path.join(folder, "wayback.log"), "w") as log:
        wayback = [f"{TOOLS}/wayback", "--bind", "127.0.0.1", "-p", str(port)]
        server = subprocess.Popen(wayback, cwd=folder, stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}/{name}/{page['at']}id_/{page['url']}"
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


class Unchanged(BaseHTTPRequestHandler):
    """Two pages that never change, and say so."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = (
            "<!doctype html><html lang=sv><title>Hemtjänst</title><main><h1>Hemtjänst i Hedlunda</h1><p>Hemtjänst är hjälp "
            f"i ditt hem. Du läser {self.path}.</p><a href='/hemtjanst'>Hemtjänst</a></main></html>"
        ).encode()
        status, same = 200, self.headers.get("If-None-Match") == 'W/"ett"'
        if self.path not in ("/", "/hemtjanst"):
            status, body = 404, b"<!doctype html><title>Finns inte</title><p>Finns inte."
        elif same:
            status, body = 304, b""
        self.send_response(status)
        self.send_header("ETag", 'W/"ett"')
        if status != 304:
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    do_HEAD = do_GET

    def log_message(self, *_):
        pass


def twice(hemkoll, folder):
    """The second of two rounds over a site that does not change: its WARC and WACZ."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Unchanged)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    db, seeds = f"sqlite:{folder}/twice.db", f"{folder}/seeds.txt"
    with open(seeds, "w") as file:
        file.write(f"http://127.0.0.1:{server.server_port}/\n")
    limits = ("--allow-net", "127.0.0.0/8", "--gap", "0.01")
    for name in ("ett", "tva"):
        run(hemkoll, "audit", "--seeds", seeds, "--db", db, "--round", name, *limits)
    server.shutdown()
    files = [f"{folder}/twice.{kind}" for kind in ("warc.gz", "wacz")]
    for kind, file in zip(("warc", "wacz"), files, strict=True):
        run(hemkoll, "export", "--db", db, "--round", "tva", "--format", kind, "--out", file)
    return files


def revisits(warc):
    """Every revisit record leads to a response in the same file that holds what its digest says."""
    responses, found = {}, 0
    with open(warc, "rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            header = record.rec_headers.get_header
            if record.rec_type == "response":
                responses[header("WARC-Record-ID")] = hashlib.sha256(record.content_stream().read()).hexdigest()
            if record.rec_type == "revisit":
                if f"sha256:{responses.get(header('WARC-Refers-To'))}" != header("WARC-Payload-Digest"):
                    wrong(f"{header('WARC-Record-ID')} refers to nothing in its file")
                found += 1
    if found < 2:
        wrong(f"{found} revisit records")
    return found


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
        page = replay(folder, "demo", warc, index)
        warc, wacz = twice(hemkoll, folder)
        run(f"{TOOLS}/warcio", "check", warc)
        same = revisits(warc)
        again = replay(folder, "twice", warc, package(wacz))
    print(f"warcio: {records} records, {answers} answers; {led} quotes lead to their record; pywb replays {page}")
    print(f"a second round: {same} pages unchanged; pywb replays {again} from its file alone")


main()
