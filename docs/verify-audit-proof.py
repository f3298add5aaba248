#!/usr/bin/env python3
"""Checks the proof of one dossier's part of an audit log (docs/audit.md) with Python and openssl alone: nothing here is the
portal's. Usage: verify-audit-proof.py PROOF.json ROOTS.pem [INTERMEDIATES.pem]"""

import base64
import hashlib
import json
import subprocess
import sys
import tempfile


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def number(value):
    return value.to_bytes(8, "big")


def climb(leaf, index, count, path):
    """The root of the tree, from a leaf and its path (the algorithm of RFC 9162, 2.1.3.2)."""
    assert index < count, "no such place"
    at, last, root = index, count - 1, leaf
    for sibling in map(bytes.fromhex, path):
        assert last > 0, "the path is too long"
        if at % 2 == 1 or at == last:
            root = sha(b"\x01", sibling, root)
            while at % 2 == 0 and at > 0:
                at, last = at // 2, last // 2
        else:
            root = sha(b"\x01", root, sibling)
        at, last = at // 2, last // 2
    assert last == 0, "the path is too short"
    return root


def leaf_of(entry, subjects):
    if entry["entry"] is None:
        return bytes.fromhex(entry["withheld"]["leaf"])
    fields = json.loads(entry["entry"])
    assert fields[0] == "motcua-audit-1" and fields[4] in subjects, "an entry about something else"
    return sha(b"\x00", entry["entry"].encode())


def main(name, roots, *intermediates):
    raw = open(name, "rb").read()
    proof = json.loads(raw)
    assert proof["format"] == "motcua-audit-proof-1"
    assert sha(b"\x04", raw[:-66], b'"}').hex() == proof["digest"], "the file was altered"

    stamps = {stamp["last"]: stamp for stamp in proof["stamps"]}
    for stamp in stamps.values():
        last_head, root = bytes.fromhex(stamp["last_head"]), bytes.fromhex(stamp["root"])
        imprint = sha(b"\x03", last_head, number(stamp["first"]), number(stamp["last"]), root)
        with tempfile.NamedTemporaryFile() as token:
            token.write(base64.b64decode(stamp["token"]))
            token.flush()
            command = ["openssl", "ts", "-verify", "-token_in", "-in", token.name, "-digest", imprint.hex(), "-CAfile", roots]
            for file in intermediates:
                command += ["-untrusted", file]
            said = subprocess.run(command, capture_output=True, text=True)
        assert said.returncode == 0, said.stderr

    seals = {}
    for seal in proof["seals"]:
        previous, root = bytes.fromhex(seal["previous_head"]), bytes.fromhex(seal["root"])
        head = sha(b"\x02", previous, number(seal["number"]), number(seal["entries"]), root)
        seals[seal["number"]] = (seal, root)
        if seal["stamp"] is not None:
            stamp = stamps[seal["stamp"]["last"]]
            place = (seal["number"] - stamp["first"], stamp["last"] - stamp["first"] + 1)
            assert climb(sha(b"\x00", head), *place, seal["stamp"]["path"]).hex() == stamp["root"], "a seal is another"

    count = {"stamped": 0, "sealed": 0, "open": 0}
    for entry in proof["entries"]:
        leaf, place = leaf_of(entry, proof["subjects"]), entry["place"]
        if place is None:
            count["open"] += 1
            continue
        seal, root = seals[place["seal"]]
        assert climb(leaf, place["index"], seal["entries"], place["path"]) == root, "an entry is another"
        count["stamped" if seal["stamp"] else "sealed"] += 1
    print(json.dumps(count))


if __name__ == "__main__":
    main(*sys.argv[1:])
