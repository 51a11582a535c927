package org.plenary.toy;

import java.util.List;
import org.bson.Document;
import org.plenary.kernel.KernelConfiguration;
import org.plenary.kernel.feed.Subscription;
import org.plenary.kernel.view.Fold;
import org.plenary.kernel.view.OwnViews;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

@SpringBootApplication(proxyBeanMethods = false)
@Import(KernelConfiguration.class)
class ToyApplication {
    static final Fold JARS = (before, event) -> {
        Document jar = before == null
                ? new Document("forum", event.tree().path("forum").asString())
                        .append("order", event.recordedAt() + "|" + event.stream())
                        .append("audience", "public")
                        .append("coins", 0)
                : before;
        return event.name().equals("CoinAdded") ? jar.append("coins", jar.getInteger("coins") + 1) : jar;
    };

    @Bean
    Toy toy() {
        return new Toy();
    }

    @Bean
    OwnViews.Definition jars() {
        return OwnViews.Definition.of("jar", "jars", JARS);
    }

    /** When the jar has taken a coin worth a hundred or more, ring the bell. */
    @Bean
    Subscription ownJars(Toy toy) {
        return new Subscription("toy", "jar", JARS, List.of((event, commands) -> {
            if (event.name().equals("CoinAdded") && event.tree().path("worth").asInt() == 13) {
                throw new IllegalStateException("an unlucky coin");
            }
            if (event.name().equals("CoinAdded") && event.tree().path("worth").asInt() >= 100) {
                commands.send(toy, event.stream(), new Toy.RingBell());
            }
        }));
    }
}
