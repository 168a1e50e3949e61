/// What `config example` prints: every key, each with its meaning and its default.
public enum ConfigurationExample {
    /// Loads as it stands, and with every setting's leading # removed.
    public static let text = """
        # Kafka decommission gate: every setting, explained.
        #
        # The two clusters are all that is needed. A # and a space begin an explanation; a # with no
        # space stands before a setting that is left at its default.
        #
        # Anywhere in a value ${env:NAME} stands for an environment variable and ${file:PATH} for the
        # content of a file, without the newline at its end; $${ stands for ${ itself.
        # Durations are written 30s, 90m, 24h, 1d12h, 7d, 1w. Paths are relative to this file.
        # In a list of names, name is one exact name, and pattern a regular expression that must match
        # the whole of a name.

        # Where the two clusters are, and how to log in to them.
        clusters:
          # The cluster to retire: MirrorMaker's source.
          old:
            # MirrorMaker's alias of this cluster. Default: OLD.
            #alias: OLD
            # Some brokers, host:port, separated by commas; an IPv6 address as [2001:db8::1]:9092.
            bootstrap_servers: "old-1.example.com:9093,old-2.example.com:9093"
            # The id that the brokers must give. Default: the id that they give first.
            #cluster_id: pL4nAaBbCcDdEeFfGgHhIi
            # Properties of librdkafka, as its CONFIGURATION.md names them. Their values are never shown.
            #librdkafka:
              #security.protocol: SASL_SSL
              #sasl.mechanism: SCRAM-SHA-512
              #sasl.username: decommission-gate
              #sasl.password: "${file:/run/secrets/old-password}"
              #ssl.ca.location: /etc/ssl/certs/ca-certificates.crt
            # Brokers that are being switched off, by id. Say so while old_brokers is safe and before they stop: then
            # their replicas need not be in sync any more. A broker that only does not answer is never taken for gone.
            #removed:
              #- {broker: 3, reason: the first of three to go}
          # The cluster that stays: MirrorMaker's target. Default of its alias: NEW.
          new:
            bootstrap_servers: "new-1.example.com:9093,new-2.example.com:9093"
          # Only if both clusters really carry the same id, as those of Apache's container image do.
          #same_cluster_id:
            #reason: both were started from the image with its default id

        # How MirrorMaker 2 is set up. It says so itself, in a topic on the new cluster: what is left out here,
        # or auto, is taken from there (the aliases above too), and follows from the alias where nothing is
        # found. What is written here counts, and a contradiction is told.
        #mirror:
          # What stands before a topic's name in its mirror: alias and separator.
          #topic_prefix: auto
          # Where Kafka Connect keeps MirrorMaker's positions: mm2-offsets.OLD.internal; on a Connect
          # cluster, its offset.storage.topic.
          #offsets_topic: auto
          # Where it keeps how its connectors are set up: mm2-configs.OLD.internal; on a Connect cluster, its
          # config.storage.topic. The topic holds passwords; only what is needed is taken out of it.
          #configs_topic: auto
          # Where it writes down what became of them: mm2-status.OLD.internal, or status.storage.topic.
          #status_topic: auto
          # The source connector, if several have positions there. auto: the only one.
          #connector: auto
          # auto or default; the identity policy has no OLD.* topics that could be judged.
          #policy: auto
          # The isolation level of MirrorMaker's own consumer: auto, read_uncommitted or read_committed.
          #isolation: auto
          # Settings of MirrorMaker's under which records get lost or change unseen, each with its value, and why that
          # does not matter: errors.tolerance, transforms, consumer.auto.offset.reset, source.consumer.auto.offset.reset,
          # key.converter, value.converter, header.converter.
          #accepted:
            #- name: errors.tolerance=all
              #reason: compared record by record on 2026-11-20
          # What `decommission-gate compare` has written with --output json or --state: evidence of what it found
          # equal, where MirrorMaker's pairs of offsets prove nothing. Read again with this file.
          #comparisons:
            #- compare.json

        # Topics that need not be drained, or not be read.
        #topics:
          # Topics of the old cluster that may be lost. What is excluded is judged by nobody.
          #exclude:
            #- name: audit-debug
              #reason: thrown away on purpose
            #- pattern: "^tmp-.*$"
              #reason: scratch
          # Topics that hold records and have no group: their mirror may go unread.
          #read_by_no_group:
            #- name: _schemas
              #reason: the registry's own store, moved by its own tool

        # Groups that do not count, or of which more is known than can be seen.
        #groups:
          # Groups whose progress does not matter.
          #exclude:
            #- pattern: "^console-consumer-.*$"
              #reason: people looking
          # Groups that had moved before this service watched, and on whose word: they read OLD.* from
          # its beginning (earliest), or replayed on the old cluster up to where they began (replayed).
          # By name only.
          #moved:
            #- name: billing
              #from: replayed
              #reason: moved on 2026-11-02, offsets checked by hand
          # Groups that read at another isolation level than read_uncommitted.
          #isolation:
            #- name: ledger
              #level: read_committed

        # Lists of what must be visible, one name a line, # begins a comment: for clusters that let
        # neither ACLs nor the authorizer be read. Both lists, or none.
        #inventory:
          #old:
            #topics: old-topics.txt
            #groups: old-groups.txt
          #new:
            #topics: new-topics.txt
            #groups: new-groups.txt

        # Where each producer's bootstrap servers are written. Without this no gate opens: nobody else
        # can know which producers there are. `producers: observed` accepts to rest on the end offsets.
        # The ending of the path tells the form (.properties, .env, .yaml, .yml, .json); without a key
        # the whole file is the value, as in a mounted ConfigMap. Mount its directory: a file that is
        # mounted by itself (subPath) never changes, so it is not believed.
        #producers:
          #- name: shop
            #file:
              #path: /etc/shop/kafka.properties
              #key: bootstrap.servers
          #- name: billing
            #file:
              #path: /etc/billing/bootstrap

        # How the clusters are asked.
        #sampling:
          # From one survey's beginning to the next one's. A verdict older than three of them is stale.
          #interval: 30s
          # How long one survey may take; at most the interval.
          #timeout: 20s
          # Requests for groups' offsets in flight at once.
          #concurrency: 32

        # For how long what must hold.
        #gate:
          # Every condition must have held for so long, while this service watched.
          #window: 24h
          # A longer gap in watching restarts the conditions that a gap can hide from.
          #max_gap: 1h
          # How much later another survey must confirm the last one. Nobody checks it: write no less than
          # the brokers' replica.lag.time.max.ms.
          #confirmation: 30s
          # Windows of single conditions: visibility, source_quiet, source_settled,
          # producers_retargeted, mirror_quiet, mirror_drained, mirror_gapless, mirror_faithful,
          # mirror_consumed, source_consumed, old_consumers_gone.
          #windows:
            #producers_retargeted: 1h
          # Windows of single gates: mirror_maker, mirror_topics, old_brokers.
          #gates:
            #old_brokers:
              #window: 168h

        # Findings that do not count, on somebody's word and until a day (its beginning, in UTC). Each covers what is
        # found of its subject when it comes into force, and nothing that comes later: a new loss fails anew. With
        # `finding`, as `survey` words it, it covers just that one.
        #waivers:
          #- condition: mirror_faithful
            #subject: clickstream
            #finding: the record at 1204 is not in OLD.clickstream-0
            #reason: sampled on purpose
            #owner: data platform
            #until: 2026-12-01

        """
}
