package dev.chasqui.plugin.testkit;

import dev.chasqui.plugin.service.Secret;
import dev.chasqui.plugin.service.Services;

import java.util.Map;
import java.util.Optional;

/**
 * The fakes of all services together.
 *
 * @param store the store
 * @param secrets the values of secrets by name
 * @param http the client for HTTP
 * @param models the models
 * @param scheduler the scheduler
 */
public record TestServices(
        TestStore store,
        Map<String, String> secrets,
        TestHttp http,
        TestModels models,
        TestScheduler scheduler)
        implements Services {

    public TestServices {
        secrets = Map.copyOf(secrets);
    }

    /** Makes services without content: an empty store, no secrets and no answers. */
    public TestServices() {
        this(
                new TestStore(),
                Map.of(),
                new TestHttp(),
                TestModels.saying("no words"),
                new TestScheduler());
    }

    /** Returns these services with other models. */
    public TestServices with(TestModels others) {
        return new TestServices(store, secrets, http, others, scheduler);
    }

    /** Returns these services with other secrets. */
    public TestServices with(Map<String, String> others) {
        return new TestServices(store, others, http, models, scheduler);
    }

    @Override
    public Optional<Secret> secret(String name) {
        return Optional.ofNullable(secrets.get(name)).map(Secret::new);
    }

    /** Returns the names of the secrets alone. */
    @Override
    public String toString() {
        return "services with the secrets " + secrets.keySet();
    }
}
