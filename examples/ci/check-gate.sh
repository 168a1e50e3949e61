#!/usr/bin/env bash
# Any CI: ends with 0 only if the gate is safe now. Needs curl and jq; where the program itself is at hand,
# `decommission-gate check "$GATE_URL" --gate "$GATE" --old-cluster-id "$OLD_CLUSTER_ID"` does the same, or waits.
#
#   export GATE_URL=http://decommission-gate:19308 GATE=mirror_topics
#   export OLD_CLUSTER_ID=…  # what `kafka-cluster.sh cluster-id --bootstrap-server old:9092` prints
#   examples/ci/check-gate.sh && ./delete-the-mirror-topics
#
# Redirects are not followed and a page that is no verdict is no "safe", whatever its status. The verdict is one of now: let
# what it allows follow in the same job.
set -euo pipefail
: "${GATE_URL:?is not set: the address of the service, http://HOST:19308}"
: "${GATE:?is not set: mirror_maker, mirror_topics or old_brokers}"
: "${OLD_CLUSTER_ID:?is not set: the id of the cluster that is to be removed}"
answer=$(curl --silent --show-error --fail --max-time 10 --header 'Cache-Control: no-cache' \
  "$GATE_URL/api/v1/gates/$GATE")
verdict=$(jq --raw-output --arg gate "$GATE" --arg old "$OLD_CLUSTER_ID" '
  if .gate != $gate then "unknown, the answer is about another gate"
  elif .demo != false then "unknown, the answer is a demo"
  elif .stale != false then "unknown, no survey counts"
  elif .old_cluster_id != $old then "unknown, the answer is about another cluster, \(.old_cluster_id)"
  elif (now - (.surveyed_at | fromdate) | fabs) > 300 then "unknown, the answer was not made just now: a cache, or a clock"
  elif .state == "safe" and .safe == true then "safe"
  elif .state == "observing" then "observing, safe at \(.earliest_safe_at) at the earliest"
  else "\(.state), not safe: \([.conditions[] | select(.state != "holds") | "\(.condition) \(.state)"] | join(", "))"
  end' <<< "$answer")
echo "$GATE is ${verdict:-unknown, the answer is empty}"
[ "$verdict" = safe ]
