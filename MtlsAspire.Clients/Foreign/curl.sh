#!/bin/sh
# curl as a client of the box: with its certificate it is greeted, without one it is told why not.
# The last line of each round begins with STATE; the AppHost shows it as the resource's state.
url=$services__storage__https__0
while :; do
  with=$(curl --silent --show-error --max-time 10 --cert "$MutualTls__Certificate" --key "$MutualTls__Key" --cacert "$MutualTls__TrustAnchors" "$url" 2>&1)
  without=$(curl --silent --show-error --max-time 10 --cacert "$MutualTls__TrustAnchors" "$url/whoami" 2>&1)
  echo "with a certificate: $with"
  echo "without one: $without"
  case "$with/$without" in
    "Hello, "*certificate_missing*) echo "STATE Accepted and refused as expected" ;;
    *) echo "STATE NOT as expected: $with" | tr '\n' ' '; echo ;;
  esac
  sleep 10
done
