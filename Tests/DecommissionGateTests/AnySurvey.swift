import Quiescence

/// Surveys and plans of every shape that their types allow, sensible or not; equal seeds give equal ones.
struct AnySurvey {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    private mutating func next(_ bound: Int) -> Int {
        // The constants of SplitMix64.
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }

    private mutating func one<Value>(of values: [Value]) -> Value { values[next(values.count)] }

    private mutating func many<Value>(_ make: (inout Self) -> Value) -> [Value] {
        (0..<next(4)).map { _ in make(&self) }
    }

    private mutating func table<Key: Hashable, Value>(
        _ key: (inout Self) -> Key, _ value: (inout Self) -> Value
    ) -> [Key: Value] {
        Dictionary(many { (key(&$0), value(&$0)) }) { first, _ in first }
    }

    private mutating func reading<Value>(_ make: (inout Self) -> Value) -> Reading<Value> {
        switch next(4) {
        case 0: .absent
        case 1: .unreadable(cause())
        default: .known(make(&self))
        }
    }

    mutating func cause() -> Cause {
        Cause(one(of: Cause.Kind.allCases), text(), remedy: next(2) == 0 ? nil : text())
    }

    /// Two of them look alike and are not the same; one is the program's own word for something else.
    mutating func text() -> String {
        one(of: [
            "orders", "é", "e\u{301}", "quote\"back\\slash\nline", "\u{0}\u{1F}\u{7F}", "группа 🚀", "",
            "\u{202E}desrever", "known", "absent", "</script>", "a/b.c_d-e", "\u{FEFF}\u{2028}\u{FFFD}",
        ])
    }

    private mutating func name<Kind: Name>() -> Kind { Kind(rawValue: text()) }

    private mutating func number() -> Int64 {
        one(of: [
            0, 1, 42, 9_007_199_254_740_993, .max - 1, .max, Int64(next(1 << 40)), Int64(next(1000)),
        ])
    }

    private mutating func mirrored() -> Int64 { min(number(), .max - 1) }

    private mutating func anyNumber() -> Int64 { one(of: [number(), -number(), .min]) }

    private mutating func offset<Kind>() -> Offset<Kind> {
        guard let offset = Offset<Kind>(number()) else { return offset() }
        return offset
    }

    private mutating func duration() -> Duration {
        one(of: [
            .zero, .seconds(30), .milliseconds(412), .nanoseconds(next(1 << 60)), .seconds(3_155_760_000),
            Duration(secondsComponent: 1, attosecondsComponent: 1), .zero - .milliseconds(5),
        ])
    }

    private mutating func partition() -> TopicPartition {
        TopicPartition(name(), one(of: [0, 1, 2, 3, .max]))
    }

    private mutating func address() -> ServerAddress {
        ServerAddress(host: text(), port: UInt16(next(65_536)))
    }

    private mutating func wall() -> WallTime { WallTime(millisecondsSince1970: anyNumber()) }
}

extension AnySurvey {
    mutating func survey() -> Survey {
        Survey(
            began: moment(), ended: moment(), old: cluster(), new: cluster(), mirror: mirror(),
            tails: table({ $0.question() }) { $0.reading { $0.answer() } },
            ledger: table({ $0.ledgerQuestion() }) { $0.reading { $0.ledgerAnswer() } },
            producers: table({ $0.name() }) { $0.reading { $0.many { $0.address() } } })
    }

    private mutating func moment() -> Moment {
        Moment(
            monotonic: duration(), boottime: duration(),
            wall: WallTime(millisecondsSince1970: Int64(next(1 << 42)) - 1), boot: "boot")
    }

    private mutating func question() -> TailQuestion {
        TailQuestion(
            side: one(of: Side.allCases), partition: partition(), from: anyNumber(), end: offset(),
            isolation: one(of: Isolation.allCases))
    }

    mutating func ledgerQuestion() -> LedgerQuestion {
        let range = range()
        return LedgerQuestion(
            source: partition(), range: range, isolation: one(of: Isolation.allCases), mirror: partition(),
            place: one(of: [.nowhere, .within(range), .atSkew(anyNumber())]), isFirstOnly: next(2) == 0)
    }

    private mutating func range() -> OffsetRange {
        let lower = Int64(next(1 << 40))
        return OffsetRange(lower, lower + 1 + Int64(next(9))) ?? range()
    }

    mutating func ledgerAnswer() -> LedgerAnswer {
        let named = many { any in
            LostRecord(
                offset: Int64(any.next(1 << 40)), time: any.reading { $0.wall() },
                key: any.reading { $0.text() })
        }
        let missing = Int64(named.count + next(9))
        let superseded = Int64(next(9))
        return LedgerAnswer(
            records: missing + superseded + Int64(next(9)), missing: missing, superseded: superseded,
            named: named)
    }

    private mutating func answer() -> TailAnswer {
        next(2) == 0 ? .empty : .holdsRecord(at: anyNumber())
    }

    private mutating func cluster() -> ClusterSurvey {
        var cluster = ClusterSurvey(alias: name(), nothingReadable: cause())
        cluster.identity = reading { $0.name() }
        cluster.brokers = reading { any in
            any.many { Broker(id: BrokerID(rawValue: Int32($0.next(9))), address: $0.address()) }
        }
        cluster.agreement = reading { any in
            any.next(2) == 0 ? .unanimous(any.next(9)) : .divided(any.many { $0.text() })
        }
        cluster.topicSight = reading { $0.one(of: [.everything, .filtered]) }
        cluster.groupSight = reading { $0.one(of: [.everything, .filtered]) }
        cluster.authorization = reading { any in
            any.next(2) == 0 ? .noAuthorizer : .rules(denied: any.many { $0.text() })
        }
        cluster.topics = reading { $0.table({ $0.name() }) { $0.reading { $0.topic() } } }
        cluster.groups = GroupListing(
            completeness: next(2) == 0 ? .complete : .incomplete(cause()),
            seen: table({ $0.name() }) { $0.group() })
        cluster.requests = table({ $0.text() }) { RequestCount(sent: $0.next(9), failed: $0.next(9)) }
        cluster.duration = duration()
        return cluster
    }

    private mutating func replication() -> Replication {
        let replicas = Int32(next(4))
        return Replication(
            replicas: replicas,
            lagging: (0..<next(Int(replicas) + 1)).map { _ in BrokerID(rawValue: Int32(next(9))) })
    }

    /// Neighbours are often unreadable for one and the same reason.
    private mutating func topic() -> TopicSurvey {
        var partitions: [PartitionSurvey] = []
        for _ in 0..<next(4) {
            let partition = PartitionSurvey(
                leader: reading { BrokerID(rawValue: Int32($0.next(9)) - 1) }, replication: replication(),
                start: reading { $0.offset() }, end: reading { $0.offset() },
                stable: reading { $0.offset() })
            partitions += Array(repeating: partition, count: 1 + next(3))
        }
        return TopicSurvey(partitions: partitions)
    }

    private mutating func group() -> GroupSurvey {
        GroupSurvey(
            protocolType: reading { $0.text() },
            state: reading { $0.one(of: [.stable, .rebalancing, .empty]) },
            members: reading { any in
                any.many { GroupMember(id: $0.text(), clientID: $0.text(), host: $0.text()) }
            },
            commits: reading { $0.partitions { $0.offset() } })
    }

    private mutating func partitions<Value>(_ value: (inout Self) -> Value) -> PartitionMap<Value> {
        PartitionMap(table({ $0.partition() }, value).map { ($0, $1) })
    }

    private mutating func mirror() -> MirrorSurvey {
        MirrorSurvey(
            positions: reading { any in
                any.table({ $0.name() }) { $0.partitions { $0.reading { $0.offset() } } }
            },
            syncs: reading { any in
                any.partitions { any in
                    any.many { OffsetSync(upstream: $0.mirrored(), downstream: $0.mirrored()) }
                }
            },
            checkpoints: reading { any in
                any.table({ $0.name() }) { any in
                    any.partitions {
                        Checkpoint(upstream: $0.mirrored(), downstream: $0.mirrored())
                    }
                }
            },
            heartbeat: reading { $0.wall() },
            description: reading { any in
                MirrorDescription(connectors: any.table({ $0.name() }) { $0.mirrorConnector() })
            })
    }

    mutating func mirrorConnector() -> MirrorConnector {
        MirrorConnector(
            kind: one(of: MirrorConnector.Kind.allCases),
            settings: table({ $0.one(of: MirrorSetting.allCases) }) { $0.reading { $0.text() } },
            transforms: many { any in MirrorTransform(name: any.text(), type: any.reading { $0.text() }) },
            risks: many { MirrorRisk(setting: $0.one(of: MirrorSetting.allCases), value: $0.text()) },
            wanted: one(of: MirrorConnector.Wanted.allCases), isFenced: next(2) == 0,
            state: reading { $0.one(of: WorkState.allCases) }, version: reading { $0.text() },
            tasks: many { any in
                MirrorTask(
                    state: any.reading { $0.one(of: WorkState.allCases) },
                    failure: any.reading { $0.text() },
                    partitions: any.reading { any in
                        any.table({ $0.name() }) { $0.many { Int32($0.next(9)) } }
                    },
                    groups: any.next(9))
            })
    }
}

extension AnySurvey {
    /// Its patterns compile; nothing else about it need make sense.
    mutating func plan() -> Plan {
        Plan(
            old: clusterPlan(), new: clusterPlan(), sameClusterIDAccepted: next(2) == 0 ? nil : text(),
            mirror: MirrorPlan(
                topicPrefix: text(), offsetsTopic: name(), connector: next(2) == 0 ? nil : name(),
                isolation: one(of: Isolation.allCases), configsTopic: name(), statusTopic: name(),
                syncsOn: one(of: Side.allCases),
                accepted: table({ MirrorRisk(setting: $0.one(of: MirrorSetting.allCases), value: $0.text()) })
                {
                    $0.text()
                },
                comparisons: many { $0.comparison() }),
            topics: TopicRules(exclude: many { $0.rule() }, readByNoGroup: many { $0.rule() }),
            groups: GroupRules(
                exclude: many { $0.rule() },
                moved: table({ $0.name() }) {
                    MovedGroup(from: $0.one(of: MovedGroup.Start.allCases), reason: $0.text())
                },
                isolation: many {
                    IsolationRule(names: $0.selector(), level: $0.one(of: Isolation.allCases))
                }),
            producers: one(of: [
                .undeclared, .observed,
                .declared(many { DeclaredProducer(name: $0.name(), place: $0.text()) }),
            ]),
            timing: Timing(
                interval: duration(), window: duration(), maxGap: duration(),
                conditionWindows: table({ $0.one(of: Condition.allCases) }) { $0.duration() },
                gateWindows: table({ $0.one(of: Gate.allCases) }) { $0.duration() },
                confirmation: duration()))
    }

    private mutating func comparison() -> Comparison {
        Comparison(
            title: text(), sha256: text(), old: name(), new: name(), topicPrefix: text(),
            isolation: one(of: Isolation.allCases),
            latest: WallTime(millisecondsSince1970: Int64(next(9999))),
            partitions: [
                TopicPartition(name(), Int32(next(9))): ComparedExtent(
                    isEqual: next(2) == 0, sourceStart: Int64(next(99)), sourceEnd: Int64(next(99)),
                    records: Int64(next(99)), mirrorStart: Int64(next(99)), mirrorEnd: Int64(next(99)),
                    time: WallTime(millisecondsSince1970: Int64(next(9999))))
            ])
    }

    private mutating func clusterPlan() -> ClusterPlan {
        ClusterPlan(
            alias: name(), expectedID: next(2) == 0 ? nil : name(),
            bootstrapServers: many { $0.address() },
            inventory: next(2) == 0
                ? nil : Inventory(topics: Set(many { $0.name() }), groups: Set(many { $0.name() })))
    }

    private mutating func rule() -> NameRule { NameRule(names: selector(), reason: text()) }

    private mutating func selector() -> NameSelector {
        next(2) == 0 ? .name(text()) : .pattern(one(of: ["^tmp-.*$", "a|b", "[é]+"]))
    }
}
