package dev.chasqui.plugin.testkit;

import dev.chasqui.domain.binding.ConfigBinder;
import dev.chasqui.domain.json.Json;
import dev.chasqui.plugin.Host;
import dev.chasqui.plugin.service.Secret;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A host with the config section, the folder and the services that a test gives it.
 *
 * @param name the plug-in's name
 * @param section the plug-in's section of the config
 * @param data the plug-in's folder; relative paths in the section start from it too
 * @param services the fakes behind the host's services
 */
public record TestHost(String name, Json.Obj section, Path data, TestServices services)
        implements Host {

    /** Makes a host whose services have no content. */
    public TestHost(String name, Json.Obj section, Path data) {
        this(name, section, data, new TestServices());
    }

    @Override
    public <C extends Record> C config(Class<C> type) {
        return new ConfigBinder(data).bind(type, section, "agents." + name);
    }

    @Override
    public TestStore store() {
        return services.store();
    }

    @Override
    public Optional<Secret> secret(String secret) {
        return services.secret(secret);
    }

    @Override
    public TestHttp http() {
        return services.http();
    }

    @Override
    public TestModels models() {
        return services.models();
    }

    @Override
    public TestScheduler scheduler() {
        return services.scheduler();
    }
}
