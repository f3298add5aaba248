"""Runs every paper of the corpus through three verifiers: peers.py MOTCUA SANDBOX_FOLDER DOCUMENT"""

import glob
import json
import logging
import os
import subprocess
import sys
import tempfile

from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import UnacceptableSignerError
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko_certvalidator import ValidationContext

BEGIN = "<!-- made by .ci/peers -->"

logging.disable(logging.CRITICAL)


def ours(motcua, sandbox, name):
    command = [motcua, "verify", "--json", "--revocation", "prefer", "--trust", sandbox + "/trust", sandbox + "/" + name]
    return json.loads(subprocess.run(command, capture_output=True, check=False).stdout)


class Hanko:
    def __init__(self, sandbox):
        read = lambda kind: [load_cert_from_pemder(file) for file in glob.glob(f"{sandbox}/trust/{kind}/*.pem")]
        self.roots, self.others = read("roots"), read("intermediates")
        self.lists = [open(file, "rb").read() for file in glob.glob(sandbox + "/trust/crls/*.crl")]

    def context(self):
        return ValidationContext(
            trust_roots=self.roots,
            other_certs=self.others,
            crls=self.lists,
            revocation_mode="soft-fail",
            allow_fetching=False,
        )

    def judge(self, file):
        """The worst word over all signatures: valid, untrusted, changed, broken, unsigned, unreadable."""
        words = []
        try:
            with open(file, "rb") as content:
                signatures = PdfFileReader(content, strict=False).embedded_signatures
                for signature in signatures:
                    words.append(self.one(signature))
        except Exception:
            return "unreadable"
        order = ["valid", "untrusted", "changed", "broken"]
        return max(words, key=order.index) if words else "unsigned"

    def one(self, signature):
        try:
            if signature.sig_object_type == "/DocTimeStamp":
                status = validate_pdf_timestamp(signature, self.context())
                return "valid" if status.intact and status.valid and status.trusted else "untrusted"
            status = validate_pdf_signature(signature, self.context())
        except UnacceptableSignerError:
            return "untrusted"
        except Exception:
            return "broken"
        if not (status.intact and status.valid):
            return "broken"
        if not status.docmdp_ok and status.docmdp_ok is not None or status.modification_level is None:
            return "changed"
        if status.bottom_line:
            return "valid"
        return "changed" if status.modification_level.name == "OTHER" else "untrusted"


def pdfsig(file):
    run = subprocess.run(["pdfsig", "-nocert", file], capture_output=True, check=False)
    text = run.stdout.decode(errors="replace") + run.stderr.decode(errors="replace")
    states = [line for line in text.splitlines() if "Signature Validation:" in line]
    if not states:
        return "unsigned" if "does not contain any signatures" in text else "unreadable"
    if all("Signature is Valid" in state for state in states):
        return "valid" if "Not total document signed" not in text else "valid, later bytes"
    return "broken"


def main():
    motcua, sandbox, document = sys.argv[1:]
    hanko = Hanko(sandbox)
    expected = json.load(open(sandbox + "/corpus/expected.json"))["files"]
    rows, same = [], {"pyHanko": 0, "pdfsig": 0}
    for name in sorted(expected):
        report = ours(motcua, sandbox, name)
        verdict = report["verdict"]
        peer, poppler = hanko.judge(sandbox + "/" + name), pdfsig(sandbox + "/" + name)
        note = []
        agrees = {
            "TOTAL-PASSED": ["valid"],
            "INDETERMINATE": ["untrusted"],
            "TOTAL-FAILED": ["broken", "changed"],
            "UNSIGNED": ["unsigned"],
            "UNREADABLE": ["unreadable"],
        }[verdict]
        if peer in agrees:
            same["pyHanko"] += 1
        else:
            note.append("pyHanko: " + why_hanko(verdict, peer, report))
        if poppler.split(",")[0] in agrees:
            same["pdfsig"] += 1
        else:
            note.append("pdfsig: " + why_pdfsig(verdict, poppler, report))
        reasons = ", ".join(report["reasons"][:2])
        ours_text = verdict + (f" ({reasons})" if reasons else "")
        rows.append(f"| `{name[:-4]}` | {expected[name]['why']} | {ours_text} | {peer} | {poppler} | {'; '.join(note)} |")
    head = [
        BEGIN,
        "",
        f"{len(rows)} papers; the same word as ours: pyHanko {same['pyHanko']}, pdfsig {same['pdfsig']}.",
        "",
        "| paper | what it is | ours | pyHanko | pdfsig | why they differ |",
        "|---|---|---|---|---|---|",
    ]
    text = open(document).read().split(BEGIN)[0]
    with tempfile.NamedTemporaryFile("w", dir=os.path.dirname(document), delete=False) as out:
        out.write(text + "\n".join(head + rows) + "\n")
    os.chmod(out.name, 0o644)
    os.replace(out.name, document)


def why_hanko(verdict, peer, report):
    reasons = set(report["reasons"] + report["warnings"])
    if verdict == "TOTAL-PASSED":
        if peer == "changed":
            return "its list of permitted later changes is another"
        if peer in ("broken", "unreadable"):
            return "it cannot read or refuses this shape"
        return "it judges the certificate as of now, or asks for more than we do"
    if verdict == "TOTAL-FAILED":
        if peer == "valid" and "certificate-revoked" in reasons:
            return "it was not asked for the paper's own revocation data, which is a mode of its own"
        if peer == "untrusted":
            return "for it the certificate is the matter, and that is open"
        if peer == "unsigned":
            return "it does not see a damaged signature field"
        if peer == "unreadable":
            return "it reads the file no further"
        return "it does not look at " + (", ".join(sorted(report["reasons"])[:2]) or "this")
    if verdict == "INDETERMINATE":
        if peer == "valid":
            return "it asks for less: " + ", ".join(sorted(reasons)[:2])
        return "it calls broken what we leave open"
    if peer == "unsigned":
        return "it reads on where we stop"
    return "it stops where we read on"


def why_pdfsig(verdict, peer, report):
    word = peer.split(",")[0]
    if verdict == "TOTAL-PASSED":
        return "it does not know the algorithm or the kind of signature"
    if verdict == "INDETERMINATE" and word == "valid":
        return "it was not asked for trust, time and revocation"
    if verdict == "TOTAL-FAILED" and word == "valid":
        changed = any(
            reason in ("page-changed", "page-tree-changed", "annotation-added", "annotation-changed", "form-changed",
                       "catalog-changed", "object-changed", "change-unreadable", "certification-forbids", "trailing-bytes")
            for reason in report["reasons"]
        )
        return "it compares no revisions" if changed else "it does not look at " + ", ".join(report["reasons"][:2])
    if word == "unsigned":
        return "it does not see a damaged signature field"
    return "it says less, or stops elsewhere"


main()
