import Quiescence

extension RemovalPlan {
    /// Strimzi's names of things are not Kafka's: they are asked for.
    static let strimziTools: ShellText = #"""
        # The names of the resources, which Kafka does not know: NAMESPACE of all of them, OLD_KAFKA and NEW_KAFKA,
        # MIRROR_MAKER, and OLD_POD and NEW_POD, a broker's pod of each, in which Kafka's tools are run.
        kube() { kubectl --namespace "${NAMESPACE:?is not set}" "$@"; }

        # run old|new TOOL ARGUMENT...: in a pod; files of client properties are looked for there.
        run() {
            local pod program=$2
            if [ "$1" = old ]; then pod=${OLD_POD:?is not set}; else pod=${NEW_POD:?is not set}; fi
            shift 2
            kube exec "$pod" -- "/opt/kafka/bin/$program" "$@"
        }

        # resource old|new: is the Kafka resource of that name the cluster that was judged?
        resource() {
            local name=${NEW_KAFKA-} wanted=$NEW_ID found
            if [ "$1" = old ]; then name=${OLD_KAFKA-} wanted=$OLD_ID; fi
            [ -n "$name" ] || stop 'OLD_KAFKA and NEW_KAFKA must be the names of the Kafka resources'
            found=$(kube get kafka "$name" -o 'jsonpath={.status.clusterId}')
            [ "$found" = "$wanted" ] || stop "the Kafka resource $name has the id '$found', and $wanted was judged"
        }

        # delete_resources TOPIC...: where a topic is a KafkaTopic resource, the operator would make it again. Most
        # mirrors are none: MirrorMaker made them.
        delete_resources() {
            local known topic name
            known=$(kube get kafkatopics --selector "strimzi.io/cluster=$NEW_KAFKA" \
                -o 'jsonpath={range .items[*]}{.metadata.name} {.spec.topicName} {.status.topicName}{"\n"}{end}')
            for topic; do
                name=$(awk -v topic="$topic" '{ for (i = 1; i <= NF; i++) if ($i == topic) { print $1; exit } }' <<< "$known")
                if [ -n "$name" ]; then kube delete kafkatopic "$name"; fi
            done
        }


        """#

    var stopResource: ShellText {
        """
            # The operator ends the workers with SIGTERM: they write their last positions then.
            local told
            told=$(kube get kafkamirrormaker2 "${MIRROR_MAKER:?is not set}" -o json)
            grep -qF -e \(word: "\"\(report.alias(.old))\"") <<< "$told" || stop "$MIRROR_MAKER does not mirror" \(word: report.alias(.old))
            kube delete kafkamirrormaker2 "$MIRROR_MAKER"
            await_workers_gone

        """
    }

    /// Strimzi scales no pool of brokers to nothing, and refuses to take away one that holds replicas: a whole
    /// cluster goes with its resource.
    func deleteCluster(_ brokers: [ReportedBroker]) -> ShellText {
        let ids = brokers.map { "\($0.id)" }.joined(separator: " ")
        return """
                resource old
                local judged=\(word: " \(ids) ") pools pool roles nodes id
                pools=$(kube get kafkanodepools --selector "strimzi.io/cluster=$OLD_KAFKA" -o 'jsonpath={.items[*].metadata.name}')
                for pool in $pools; do
                    roles=$(kube get kafkanodepool "$pool" -o 'jsonpath={.spec.roles[*]}')
                    nodes=$(kube get kafkanodepool "$pool" -o 'jsonpath={.status.nodeIds[*]}')
                    case " $roles " in *' broker '*) ;; *) continue ;; esac
                    for id in $nodes; do
                        case "$judged" in *" $id "*) ;; *) stop "broker $id of pool $pool was not judged" ;; esac
                    done
                done
                # Volumes stay where deleteClaim is false, so that the cluster could be made again from them.
                kube delete kafka "$OLD_KAFKA"
                for pool in $pools; do kube delete kafkanodepool "$pool"; done

            """
    }
}
