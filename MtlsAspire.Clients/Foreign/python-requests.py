"""Python requests as a client of the box: with its certificate it is greeted, without one it is told why not.

The last line of each round begins with STATE; the AppHost shows it as the resource's state.
"""
import os
import sys
import time

try:
    import requests
except ImportError:
    sys.exit("The package requests is missing (Debian: apt-get install python3-requests).")

URL = os.environ["services__storage__https__0"].rstrip("/")
CERTIFICATE = (os.environ["MutualTls__Certificate"], os.environ["MutualTls__Key"])
ANCHORS = os.environ["MutualTls__TrustAnchors"]


def play():
    with_certificate = requests.get(URL, cert=CERTIFICATE, verify=ANCHORS, timeout=10)
    with_certificate.encoding = "utf-8"
    without = requests.get(f"{URL}/whoami", verify=ANCHORS, timeout=10)
    print("with a certificate:", with_certificate.text)
    print("without one:", without.status_code, without.text)
    is_expected = with_certificate.text.startswith("Hello, ") and without.json().get("reason") == "certificate_missing"
    return "Accepted and refused as expected" if is_expected else f"NOT as expected: {with_certificate.status_code} and {without.status_code}"


sys.stdout.reconfigure(encoding="utf-8", line_buffering=True)
while True:
    try:
        print("STATE", play())
    except (requests.RequestException, ValueError) as error:
        print("STATE NOT as expected:", " ".join(str(error).split()))
    time.sleep(10)
