package dev.chasqui.application.bulkhead;

import dev.chasqui.application.port.agents.AgentGeneration;
import dev.chasqui.application.port.agents.AgentState;
import dev.chasqui.application.port.agents.Agents;
import dev.chasqui.application.port.agents.InstalledAgent;
import dev.chasqui.application.port.agents.InstalledJar;
import dev.chasqui.application.port.agents.PluginControl;
import dev.chasqui.application.port.agents.PluginSchemas;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The control of plug-ins that knows which agents are switched off: it lists them so, and lets them
 * run again once an administrator has enabled or reloaded them. Safe for use by several threads.
 *
 * @param installed the installed agents
 * @param control the control of their plug-ins
 * @param bulkheads their bulkheads
 */
record ObservedControl(Agents installed, PluginControl control, Bulkheads bulkheads)
        implements PluginControl {

    @Override
    public List<InstalledJar> jars() {
        return control.jars();
    }

    @Override
    public List<InstalledAgent> agents() {
        List<InstalledAgent> all = new ArrayList<>();
        try (AgentGeneration now = installed.enter()) {
            for (InstalledAgent agent : control.agents()) {
                all.add(
                        agent.state().equals(AgentState.ACTIVE)
                                ? now.find(agent.name())
                                        .flatMap(type -> bulkheads.whyOff(agent.name(), type))
                                        .map(agent::switchedOff)
                                        .orElse(agent)
                                : agent);
            }
        }
        return all;
    }

    @Override
    public PluginSchemas schemas(String name) {
        return control.schemas(name);
    }

    @Override
    public String disable(String name) {
        return control.disable(name);
    }

    @Override
    public String enable(String name) {
        String owner = control.enable(name);
        restart(name, owner);
        return owner;
    }

    /**
     * {@inheritDoc} An agent of another source that is switched off runs again; there is nothing
     * else of it to reload.
     */
    @Override
    public String reload(String name) {
        try {
            String owner = control.reload(name);
            restart(name, owner);
            return owner;
        } catch (FailureException e) {
            Optional<InstalledAgent> off =
                    agents().stream()
                            .filter(agent -> agent.name().equals(name))
                            .filter(agent -> agent.plugin().isEmpty())
                            .filter(agent -> agent.state().equals(AgentState.SWITCHED_OFF))
                            .findFirst();
            if (off.isEmpty() || !(e.failure() instanceof Failure.NotFound)) {
                throw e;
            }
            bulkheads.restart(name);
            return name;
        }
    }

    private void restart(String name, String owner) {
        for (InstalledAgent agent : control.agents()) {
            if (agent.name().equals(name) || agent.plugin().equals(owner)) {
                bulkheads.restart(agent.name());
            }
        }
    }
}
