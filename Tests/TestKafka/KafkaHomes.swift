/// Real Kafka clusters for tests.
