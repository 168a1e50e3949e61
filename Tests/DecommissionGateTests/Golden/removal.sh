#!/usr/bin/env bash
# The removal of OLD after its migration to NEW, step by step.
# Printed by decommission-gate 1.2.3 and carried out by nobody: read it first.
#
# mirror_maker: safe
# mirror_topics: safe
# old_brokers: safe
# surveyed 2026-11-25T10:00:00Z; the report's SHA-256 is
# cf92baa6ece7d265f0b12dfe7d15a2ec58ffe4c447cbfafe4a08f155d3d66bcc
#
#     bash removal.sh              lists the steps
#     bash removal.sh STEP         carries out one of them; one after the other, from the first
#
# Print it before the first step: once topics are gone, the clusters no longer tell what else there is.
set -euo pipefail

if [ $# -eq 0 ]; then
    echo 'mirror_maker    stop MirrorMaker 2'
    echo 'recheck         look again: was everything mirrored when it stopped?'
    echo 'mirror_topics   delete 2 mirror topics on the new cluster'
    echo 'leftovers       remove what is left of the mirrors: offsets of groups, MirrorMaker'\''s own topics'
    echo 'old_brokers     switch off 3 brokers of the old cluster'
    exit
fi

# Where things are. Each may be set from outside.
GATE=${GATE:-'http://gate:19308'}
OLD=${OLD:-'old-1:9092'}
NEW=${NEW:-'new-1:9092'}
OLD_CONFIG=${OLD_CONFIG:-}        # a file of client properties, where the old cluster asks who you are
NEW_CONFIG=${NEW_CONFIG:-}        # the same for the new one
KAFKA_BIN=${KAFKA_BIN:-}          # the directory of kafka-topics.sh; the PATH where it is empty
OLD_ID='oldOldOldOldOldOldOld0'
NEW_ID='newNewNewNewNewNewNew0'

stop() {
    echo "stopped: $*" >&2
    exit 1
}

# may GATE: only where the service says, now and of these two clusters, that it is safe.
may() {
    local told id
    told=$(curl -fsS "${GATE%/}/api/v1/gates") || stop "$GATE does not answer"
    for id in "$OLD_ID" "$NEW_ID"; do
        grep -qF -e "\"cluster_id\":\"$id\"" <<< "$told" || stop "$GATE does not watch the cluster $id"
    done
    command -v decommission-gate > /dev/null || stop 'decommission-gate is not on the PATH'
    decommission-gate check "$GATE" --old-cluster-id "$OLD_ID" --gate "$1" || stop "$1 is not safe now"
}

# judged MIRROR...: does the service still judge each that is there? What a configuration leaves out since the
# plan was printed keeps no gate shut.
judged() {
    local report judged listed topic
    report=$(curl -fsS "${GATE%/}/api/v1/gates/mirror_topics/report?format=json") || stop "$GATE gives no report"
    judged='"mirroring":("[^"]*"|null),"reason":("([^"\\]|\\.)*"|null),"role":"mirror","side":"new","topic":"[^"]*"'
    judged=$(grep -oE -e "$judged" <<< "$report" | grep -v '^"mirroring":"orphan"' \
        | sed 's/.*"topic":"\([^"]*\)"$/\1/' || true)
    listed=$(kafka new kafka-topics.sh --list) || stop 'the new cluster does not list its topics'
    for topic; do
        if grep -qxF -e "$topic" <<< "$listed" && ! grep -qxF -e "$topic" <<< "$judged"; then
            stop "$topic is not judged any more: the configuration left it out since; print the plan anew"
        fi
    done
}

# kafka old|new TOOL ARGUMENT...
kafka() {
    local side=$1 program=$2 servers=$NEW config=$NEW_CONFIG flag=--command-config
    shift 2
    if [ "$side" = old ]; then servers=$OLD config=$OLD_CONFIG; fi
    if [ "$program" = kafka-cluster.sh ]; then flag=--config; fi
    set -- "$@" --bootstrap-server "$servers"
    if [ -n "$config" ]; then set -- "$@" "$flag" "$config"; fi
    run "$side" "$program" "$@"
}

# guard old|new: is what answers there the cluster that was judged?
guard() {
    local wanted=$NEW_ID found
    if [ "$1" = old ]; then wanted=$OLD_ID; fi
    [ -n "$wanted" ] || stop "the report does not know the id of the $1 cluster"
    [ "$OLD_ID" != "$NEW_ID" ] || stop "both clusters have the id $OLD_ID: no guard can tell them apart"
    found=$(kafka "$1" kafka-cluster.sh cluster-id | sed -n 's/^Cluster ID: //p') \
        || stop "the $1 cluster does not say its id"
    [ "$found" = "$wanted" ] || stop "the $1 cluster has the id '$found', and $wanted was judged"
}

# two_surveys: waits until the service has looked twice more.
two_surveys() {
    local seen=0 last now
    last=$(surveyed)
    while [ "$seen" -lt 2 ]; do
        sleep "${PAUSE:-5}"
        now=$(surveyed)
        if [ "$now" != "$last" ]; then
            seen=$((seen + 1))
            last=$now
        fi
    done
}

surveyed() {
    local told
    told=$(curl -fsS "${GATE%/}/api/v1/gates/mirror_maker") || stop "$GATE does not answer"
    sed -n 's/.*"surveyed_at":"\([^"]*\)".*/\1/p' <<< "$told"
}

# delete old|new TOPIC...: in batches. kafka-topics.sh takes names for regular expressions, in which a dot is
# any letter: it is escaped.
delete() {
    local side=$1 batch topic
    shift
    while [ $# -gt 0 ]; do
        batch=
        for topic in "${@:1:50}"; do batch+=${batch:+,}${topic//./\\.}; done
        kafka "$side" kafka-topics.sh --delete --if-exists --topic "$batch"
        shift $(($# < 50 ? $# : 50))
    done
}

# absent old|new TOPIC...: is none of them there?
absent() {
    local listed topic
    listed=$(kafka "$1" kafka-topics.sh --list) || stop "the $1 cluster does not list its topics"
    shift
    for topic; do
        if grep -qxF -e "$topic" <<< "$listed"; then
            echo "$topic is there" >&2
            return 1
        fi
    done
}

# await_absent old|new TOPIC...: deletion takes a moment.
await_absent() {
    local tries
    for tries in 1 2 3 4 5 6; do
        if absent "$@"; then return; fi
        sleep "${PAUSE:-5}"
    done
    stop "not all topics were deleted after $tries looks"
}

# forget GROUP TOPIC: offsets on a topic go with it. What is left over is removed.
forget() {
    local told
    told=$(kafka new kafka-consumer-groups.sh --describe --offsets "--group=$1" 2>&1 || true)
    if grep -qF -e " $2 " <<< "$told"; then
        told=$(kafka new kafka-consumer-groups.sh --delete-offsets "--group=$1" "--topic=$2" 2>&1 || true)
        if grep -qF -e Error <<< "$told" || ! grep -qF -e Successful <<< "$told"; then stop "$told"; fi
        echo "$1: its offsets on $2 are removed"
    elif grep -qE -e 'not found|does not exist|no active members|CURRENT-OFFSET' <<< "$told"; then
        echo "$1: none left on $2"
    else
        stop "$told"
    fi
}

# run old|new TOOL ARGUMENT...
run() {
    shift
    local program=$1
    shift
    program=${KAFKA_BIN:+$KAFKA_BIN/}$program
    command -v "$program" > /dev/null || stop "there is no $program: KAFKA_BIN must be its directory"
    "$program" "$@"
}

# await_workers_gone: until the group of MirrorMaker's workers has no member, or is gone altogether.
await_workers_gone() {
    local group=${WORKERS_GROUP:-'OLD-mm2'} cluster='NEW' told
        case "$group" in
            'OLD-mm2') ;;
            *) stop "$group was no group of workers when this plan was printed; is WORKERS_GROUP right?" ;;
        esac
    while true; do
        told=$(curl -fsS -G --data-urlencode "match=$group" "${GATE%/}/api/v1/groups") \
            || stop "$GATE does not answer"
        case "$told" in
            *'"stale":true'*) ;;
            *'"total":0'*) return ;;
            *"\"group\":\"$group\",\"kafka_cluster\":\"$cluster\",\"members\":0,"*) return ;;
        esac
        echo "waiting for $group to be without members" >&2
        sleep "${PAUSE:-5}"
    done
}

# delete_connector NAME: as it stands in a URL.
delete_connector() {
    local code
    code=$(curl -sS -o /dev/null -w '%{http_code}' -X DELETE "${CONNECT%/}/connectors/$1")
    case "$code" in
        204 | 404) echo "connector $1 is deleted" ;;
        *) stop "the Connect cluster answers $code where $1 should be deleted" ;;
    esac
}

# stop MirrorMaker 2
step_mirror_maker() {
    may mirror_maker
    guard old
    guard new
    # SIGTERM, and time to end: it writes its last positions then. A SIGKILL would leave the ones before.
    : "${STOP_MIRROR_MAKER:?is not set: what ends it, on all its hosts: 'ssh HOST systemctl stop mirror-maker'}"
    bash -c "$STOP_MIRROR_MAKER" || stop "STOP_MIRROR_MAKER ended with $?: look whether MirrorMaker still runs"
    await_workers_gone
}

# look again: was everything mirrored when it stopped?
step_recheck() {
    await_workers_gone
    two_surveys
    may mirror_maker
}

# delete 2 mirror topics on the new cluster
step_mirror_topics() {
    # left alone: OLD.tmp-1, excluded by the configuration, so nobody judged it
    # left alone: OLD.nobodys, of no topic on the old cluster; whose is it?
    local mirrors=( \
        'OLD.a.b' \
        'OLD.orders'
    )
    may mirror_topics
    guard new
    await_workers_gone
    may mirror_topics
    if [ ${#mirrors[@]} -eq 0 ]; then stop 'the report names no mirror'; fi
    judged "${mirrors[@]}"
    delete new "${mirrors[@]}"
    await_absent new "${mirrors[@]}"
    # A MirrorMaker that still runs somewhere brings them back, empty.
    echo 'waiting for as long as a MirrorMaker may take to bring them back: 600 s'
    sleep "${REFRESH:-600}"
    absent new "${mirrors[@]}" || stop 'a mirror is there again: a MirrorMaker still runs'
}

# remove what is left of the mirrors: offsets of groups, MirrorMaker's own topics
step_leftovers() {
    may mirror_topics
    guard old
    guard new
    absent new \
        'OLD.a.b' \
        'OLD.orders' || stop 'delete the mirrors first: step mirror_topics'
    # "heartbeats" is left alone: it may belong to another mirror as well. From now on nobody can learn from
    # MirrorMaker how mirrors are called: a service without --storage.path has to be told.
    forget 'billing' 'OLD.orders'
    forget 'billing' 'OLD.a.b'
    delete old \
        'mm2-offset-syncs.NEW.internal'
    await_absent old \
        'mm2-offset-syncs.NEW.internal'
    delete new \
        'mm2-configs.OLD.internal' \
        'mm2-offsets.OLD.internal' \
        'mm2-status.OLD.internal'
    await_absent new \
        'mm2-configs.OLD.internal' \
        'mm2-offsets.OLD.internal' \
        'mm2-status.OLD.internal'
}

# switch off 3 brokers of the old cluster
step_old_brokers() {
    two_surveys
    may old_brokers
    guard old
    # This stops all of them. To go on asking the gate between one and the next, stop them one by one, with
    # SIGTERM, after this line is in its configuration below clusters.old and was read there (SIGHUP):
    #   removed: [{broker: 1, reason: switched off for good}, {broker: 2, reason: switched off for good}, {broker: 3, reason: switched off for good}]
    # Once nobody leads a partition any more, or the last one is off, no gate can be open: nothing is left to ask.
    # For example STOP_BROKER='ssh "${2%:*}" systemctl stop kafka'. Keep the disks for a while: what is
    # off can be switched on again.
    : "${STOP_BROKER:?is not set: what ends one of them, of which \$1 is the id and \$2 the address}"
    local listed
    listed=$(curl -fsS "${GATE%/}/api/v1/gates/old_brokers/report?format=json") || stop "$GATE gives no report"
    listed=$(grep -oE -e '"brokers":\[[^{]*(\{"address":"[^"]*","id":[0-9]+\},?)*\],"cluster_id":("[^"]*"|null),"obstacle":("([^"\]|\\.)*"|null),"side":"old"' <<< "$listed") \
        || stop "$GATE names no broker of the old cluster"
    stop_broker() {
        # Its machine may serve another cluster by now.
        if ! grep -qF -e "{\"address\":\"$2\",\"id\":$1}" <<< "$listed"; then
            echo "broker $1 is not in the old cluster any more, or not at $2: left alone" >&2
            return
        fi
        bash -c "$STOP_BROKER" stop_broker "$1" "$2" || stop "STOP_BROKER ended with $? for broker $1"
    }
    stop_broker '1' 'old-1:9092'
    stop_broker '2' 'old-2:9092'
    stop_broker '3' 'old-3:9092'
}

case "$1" in
    mirror_maker) step_mirror_maker ;;
    recheck) step_recheck ;;
    mirror_topics) step_mirror_topics ;;
    leftovers) step_leftovers ;;
    old_brokers) step_old_brokers ;;
    *) stop "there is no step $1" ;;
esac
