package org.plenary.kernel.feed;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.stream.config.ListenerContainerCustomizer;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.RetryListener;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * The feed's Kafka consumer: who it is in its group, what becomes of a batch that the feed could not take, and whether
 * it runs at all.
 */
public final class FeedContainer implements ListenerContainerCustomizer<AbstractMessageListenerContainer<?, ?>> {
    private static final Logger LOG = LoggerFactory.getLogger(FeedContainer.class);
    private static final Duration PAUSE_MIN = Duration.ofMillis(100);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(2);
    /** Failures of one batch between two lines of the log. */
    private static final int TOLD_EVERY = 30;

    private final String instance;
    private volatile @Nullable AbstractMessageListenerContainer<?, ?> container;

    /**
     * Of one instance of a service.
     *
     * @param instance its name among the service's instances, which keeps its partitions over a restart; empty where
     *     nobody gave it one: two of the same name would stop each other's consumers
     */
    public FeedContainer(String instance) {
        this.instance = instance;
    }

    @Override
    public void configure(AbstractMessageListenerContainer<?, ?> made, String destination, String group) {
        made.setCommonErrorHandler(neverGivingUp());
        if (!instance.isEmpty()) {
            made.getContainerProperties()
                    .getKafkaConsumerProperties()
                    .setProperty(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance);
        }
        container = made;
    }

    /** Whether it runs; false also before it is started. Kafka being away does not stop it. */
    public boolean running() {
        AbstractMessageListenerContainer<?, ?> c = container;
        return c != null && c.isRunning() && c.isChildRunning();
    }

    /** By default a batch that failed ten times would be passed over, with all events in it. */
    private static DefaultErrorHandler neverGivingUp() {
        ExponentialBackOff pauses = new ExponentialBackOff(PAUSE_MIN.toMillis(), 2);
        pauses.setMaxInterval(PAUSE_MAX.toMillis());
        DefaultErrorHandler handler = new DefaultErrorHandler(
                (r, e) -> {
                    throw new IllegalStateException("no record is passed over", e);
                },
                pauses);
        handler.setClassifications(Map.of(), true);
        handler.setRetryListeners(new Told());
        return handler;
    }

    private static final class Told implements RetryListener {
        @Override
        public void failedDelivery(ConsumerRecord<?, ?> r, @Nullable Exception e, int attempt) {
            // records come in batches
        }

        @Override
        public void failedDelivery(ConsumerRecords<?, ?> all, Exception e, int attempt) {
            told(e, attempt);
        }

        private static void told(Exception e, int attempt) {
            if (attempt % TOLD_EVERY == 1) {
                Throwable cause = e;
                while (cause.getCause() != null) {
                    cause = cause.getCause();
                }
                LOG.error("a batch could not be taken, {} times now: {}", attempt, Parked.withoutWords(cause));
            }
        }
    }
}
