#!/bin/sh
# openssl s_client as a client of the box: with its certificate it is greeted, without one it is told why not.
# The last line of each round begins with STATE; the AppHost shows it as the resource's state.
authority=${services__storage__https__0#https://}
authority=${authority%/}
host=${authority%:*}

ask() {
  path=$1
  shift
  printf 'GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "$path" "$authority" |
    openssl s_client -quiet -connect "$authority" -servername "$host" -verify_return_error -verify_hostname "$host" -CAfile "$MutualTls__TrustAnchors" "$@" 2>&1
}

while :; do
  with=$(ask / -cert "$MutualTls__Certificate" -key "$MutualTls__Key" -cert_chain "$MutualTls__Certificate")
  without=$(ask /whoami)
  echo "with a certificate: $(echo "$with" | grep -a -m1 -E 'HTTP/1.1|Hello|error')"
  echo "without one: $(echo "$without" | grep -a -m1 -E 'HTTP/1.1|error')"
  case "$with/$without" in
    *"Hello, "*certificate_missing*) echo "STATE Accepted and refused as expected" ;;
    *) echo "STATE NOT as expected: $(echo "$with" | tail -n 1)" ;;
  esac
  sleep 10
done
