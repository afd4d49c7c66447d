package dev.chasqui.adapters.http;

import dev.chasqui.application.port.responses.ConversationStore;
import dev.chasqui.application.port.responses.ResponseRules;
import dev.chasqui.application.port.responses.ResponseStore;
import dev.chasqui.application.responses.Responses;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;

/** The responses of a server that keeps none, and whose store nobody may use. */
final class NothingKept {
    private NothingKept() {}

    static Responses responses() {
        return new Responses(
                unusable(ResponseStore.class),
                unusable(ConversationStore.class),
                new ResponseRules(ResponseRules.Kept.NEVER, Duration.ofDays(1), 1, 1, 1, 1, 1, 0),
                () -> false,
                true,
                InstantSource.system());
    }

    private static <T> T unusable(Class<T> port) {
        return port.cast(
                Proxy.newProxyInstance(
                        port.getClassLoader(),
                        new Class<?>[] {port},
                        (_, method, _) -> {
                            throw new IllegalStateException(method.getName() + " is not for here");
                        }));
    }
}
