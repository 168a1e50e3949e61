import Quiescence

extension RemovalPlan {
    /// What all steps share. Kafka's tools end with 0 after most failures, so their words are looked at.
    static let library: ShellText = #"""
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


        """#
}
