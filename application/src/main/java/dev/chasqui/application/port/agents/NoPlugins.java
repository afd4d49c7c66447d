package dev.chasqui.application.port.agents;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.util.List;

/** The control of agents that come from no plug-ins. */
enum NoPlugins implements PluginControl {
    INSTANCE;

    @Override
    public List<InstalledJar> jars() {
        return List.of();
    }

    @Override
    public List<InstalledAgent> agents() {
        return List.of();
    }

    @Override
    public PluginSchemas schemas(String name) {
        throw unknown(name);
    }

    @Override
    public String disable(String name) {
        throw unknown(name);
    }

    @Override
    public String enable(String name) {
        throw unknown(name);
    }

    @Override
    public String reload(String name) {
        throw unknown(name);
    }

    private static FailureException unknown(String name) {
        return new FailureException(
                new Failure.NotFound("there is no plug-in or agent '" + name + "'"));
    }
}
