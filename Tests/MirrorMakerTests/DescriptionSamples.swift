import DecommissionGate

/// Records of the configs and status topics as MirrorMaker 4.3.1 wrote them; in place of every password stands
/// a word that must never be seen again.
enum Written {
    static let canaries = [
        "canary-jaas", "canary-keystore", "canary-unknown", "canary-truststore", "canary-session-key",
        "canary-trace", "PlainLoginModule",
    ]

    /// Dedicated mode: `connector-MirrorSourceConnector`, set up as dangerously as can be.
    static let dedicated = #"""
        {"properties":{"connector.class":"org.apache.kafka.connect.mirror.MirrorSourceConnector",\#
        "replication.factor":"1","transforms.drop.type":"org.apache.kafka.connect.transforms.Filter",\#
        "source.cluster.alias":"OLD","transforms":"drop","source.consumer.bootstrap.servers":"127.0.0.1:21091",\#
        "target.admin.ssl.keystore.password":"canary-keystore","source.consumer.isolation.level":"read_committed",\#
        "enabled":"true","predicates.tomb.type":"org.apache.kafka.connect.transforms.predicates.RecordIsTombstone",\#
        "consumer.auto.offset.reset":"latest","target.cluster.offset.flush.interval.ms":"5000",\#
        "source.consumer.ssl.truststore.password":"${env:HOME}",\#
        "target.cluster.exactly.once.source.support":"enabled",\#
        "source.producer.sasl.jaas.config":"org.apache.kafka.common.security.plain.PlainLoginModule required \#
        username=\"u\" password=\"canary-jaas\";","refresh.topics.interval.seconds":"5","topics":".*",\#
        "target.cluster.ssl.keystore.password":"canary-keystore","groups":".*",\#
        "source.cluster.bootstrap.servers":"127.0.0.1:21091","some.unknown.key":"canary-unknown",\#
        "transforms.drop.predicate":"tomb","target.cluster.alias":"NEW","predicates":"tomb",\#
        "name":"MirrorSourceConnector","target.cluster.bootstrap.servers":"127.0.0.1:22091",\#
        "errors.tolerance":"all"}}
        """#

    /// `task-MirrorSourceConnector-0`, shortened in what is no concern of a task.
    static let dedicatedTask = #"""
        {"properties":{"connector.class":"org.apache.kafka.connect.mirror.MirrorSourceConnector",\#
        "source.cluster.alias":"OLD","source.admin.sasl.jaas.config":"org.apache.kafka.common.security.plain.\#
        PlainLoginModule required username=\"u\" password=\"canary-jaas\";","task.index":"0",\#
        "some.unknown.key":"canary-unknown","task.class":"org.apache.kafka.connect.mirror.MirrorSourceTask",\#
        "task.assigned.partitions":"app.internal-0,app.internal-1,orders-0,orders-1,payments-0,payments-1"}}
        """#

    /// A Connect cluster: `connector-OLD->NEW.MirrorSourceConnector`.
    static let connect = #"""
        {"properties":{"connector.class":"org.apache.kafka.connect.mirror.MirrorSourceConnector","tasks.max":"2",\#
        "source.cluster.alias":"OLD","target.cluster.alias":"NEW",\#
        "source.cluster.bootstrap.servers":"127.0.0.1:21091","target.cluster.bootstrap.servers":"127.0.0.1:22091",\#
        "replication.factor":"1","target.cluster.ssl.truststore.password":"canary-truststore",\#
        "source.cluster.sasl.jaas.config":"PlainLoginModule required password=\"canary-jaas\";",\#
        "refresh.topics.interval.seconds":"5","topics":"orders|payments.*, audit","topics.exclude":"tmp-.*",\#
        "key.converter":"org.apache.kafka.connect.converters.ByteArrayConverter",\#
        "value.converter":"org.apache.kafka.connect.converters.ByteArrayConverter",\#
        "name":"OLD->NEW.MirrorSourceConnector"}}
        """#

    static let connectTask = #"""
        {"properties":{"connector.class":"org.apache.kafka.connect.mirror.MirrorSourceConnector",\#
        "topics.exclude":"tmp-.*","target.cluster.ssl.truststore.password":"canary-truststore",\#
        "task.index":"1","task.assigned.partitions":"orders-1,payments-1"}}
        """#

    static let sessionKey =
        #"{"key":"canary-session-key","algorithm":"HmacSHA256","creation-timestamp":1795789282251}"#

    static let failed = #"""
        {"state":"FAILED","trace":"org.apache.kafka.connect.errors.ConnectException: Unrecoverable exception from \#
        producer send callback\n\tat org.apache.kafka.connect.runtime.WorkerSourceTask.maybeThrowProducerSendException\#
        (WorkerSourceTask.java:1)\nCaused by: org.apache.kafka.common.errors.RecordTooLargeException: The message \#
        is 2000094 bytes: canary-trace\n","worker_id":"localhost/OLD->NEW/63cbd209","generation":4,"version":"4.3.1"}
        """#

    static func status(_ state: String, version: String? = "4.3.1") -> String {
        let version = version.map { #","version":"\#($0)""# } ?? ""
        return #"{"state":"\#(state)","trace":null,"worker_id":"127.0.0.1:22099","generation":4\#(version)}"#
    }
}
