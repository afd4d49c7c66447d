package dev.chasqui.bootstrap;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.config.RemoteConfig;
import dev.chasqui.adapters.dialects.openai.OpenAiBackendCodec;
import dev.chasqui.adapters.dialects.openai.OpenAiChat;
import dev.chasqui.adapters.embed.EmbedBackend;
import dev.chasqui.adapters.pf4j.PluginAgents;
import dev.chasqui.adapters.pf4j.PluginSettings;
import dev.chasqui.adapters.remote.RemoteAgents;
import dev.chasqui.adapters.remote.RemoteService;
import dev.chasqui.adapters.skills.SkillAgents;
import dev.chasqui.application.agents.JoinedAgents;
import dev.chasqui.application.agents.Pipelines;
import dev.chasqui.application.bulkhead.Bulkheads;
import dev.chasqui.application.exchange.AgentThreads;
import dev.chasqui.application.exchange.Dispatch;
import dev.chasqui.application.exchange.Exchanges;
import dev.chasqui.application.memory.MemoryAgents;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.port.agents.AgentGeneration;
import dev.chasqui.application.port.agents.Agents;
import dev.chasqui.application.port.agents.InstalledAgent;
import dev.chasqui.application.port.exchange.Admission;
import dev.chasqui.application.port.memory.FactStore;
import dev.chasqui.bootstrap.check.PolicyCheck;
import dev.chasqui.bootstrap.check.StartFailure;
import dev.chasqui.bootstrap.memory.BuiltInVectors;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.text.HostPort;

import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * All sources of agents: jars first, then the web services of the config, then skills, then the
 * server's own. Thread-safe; changes come one at a time.
 */
final class AgentSources implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(AgentSources.class.getName());

    /** The key of the config with the web services that are agents. */
    private static final String REMOTE = "plugins.remote";

    private final PluginAgents jars;
    private final Map<String, String> environment;
    private final RemoteAgents remote;
    private final SkillAgents skills;
    private final Agents joined;
    private volatile Config present;

    /**
     * @param jars the agents from jars; closed by their owner
     * @param environment the variables that hold keys of services
     * @param port returns the port on which the server listens
     * @param facts the facts that users asked the server to remember
     * @param embed makes the vectors by which facts are found
     */
    AgentSources(
            PluginAgents jars,
            Config config,
            Map<String, String> environment,
            IntSupplier port,
            FactStore facts,
            EmbedBackend embed) {
        this.jars = jars;
        this.environment = environment;
        this.present = config;
        this.remote =
                new RemoteAgents(
                        new OpenAiBackendCodec(),
                        new OpenAiChat(),
                        () -> callbackUrl(present, port.getAsInt()));
        this.skills = new SkillAgents(config.skills().folder(), config.skills().choose());
        MemoryAgents memory =
                new MemoryAgents(
                        facts,
                        new BuiltInVectors(
                                embed, EmbedBackend.NAME, () -> present.models().embed()),
                        InstantSource.system());
        this.joined =
                new JoinedAgents(
                        List.of(
                                new JoinedAgents.Source(InstalledAgent.JAR, "a jar", jars),
                                new JoinedAgents.Source(REMOTE, REMOTE, remote),
                                new JoinedAgents.Source("skill", "a skill", skills),
                                new JoinedAgents.Source("built-in", "the server", memory)));
        change(config);
    }

    /**
     * Loads and starts the plug-ins.
     *
     * @param copies the folder for copies of their jars
     * @param disabled the file with the names of the disabled ones
     * @throws StartFailure if that file is there but cannot be used
     */
    static PluginAgents jars(
            List<Path> folders, Path copies, Path disabled, PluginSettings settings) {
        try {
            return new PluginAgents(folders, copies, disabled, settings);
        } catch (FailureException e) {
            throw new StartFailure(e.failure().message());
        }
    }

    /** Returns the agents of all sources. */
    Agents agents() {
        return joined;
    }

    /** Makes the exchanges of a life, with these agents. */
    Exchanges exchanges(
            Life life,
            Admission admission,
            Dispatch dispatch,
            AgentThreads threads,
            Bulkheads bulkheads) {
        return new Exchanges(
                admission,
                new Pipelines(
                        joined,
                        PolicyOf.config(life.config()),
                        life.models()::meaning,
                        bulkheads::onFailure),
                dispatch,
                threads,
                bulkheads);
    }

    /** Takes over another configuration, in which nothing can be wrong any more. */
    void change(Config config) {
        present = config;
        remote.change(
                config.plugins().remote().entrySet().stream()
                        .map(entry -> service(entry.getKey(), entry.getValue()))
                        .toList());
        skills.change(config.skills().folder(), config.skills().choose());
        refused()
                .forEach(
                        (name, why) ->
                                LOG.log(
                                        System.Logger.Level.WARNING,
                                        () -> "agent '" + name + "' is not installed: " + why));
    }

    /** Returns the agents that are not installed, with the reason, by their names. */
    Map<String, String> refused() {
        try (AgentGeneration now = joined.enter()) {
            return now.refused();
        }
    }

    /**
     * Returns what the config says of agents and models that does not fit those that are there.
     *
     * @param models the models of the config
     */
    List<String> policyWarnings(Models models) {
        List<String> warnings = new ArrayList<>(jars.warnings());
        try (AgentGeneration now = joined.enter()) {
            warnings.addAll(
                    PolicyCheck.warnings(
                            present,
                            PolicyOf.config(present),
                            now,
                            name -> AgentLimitSettings.onFailure(present.plugins(), name)));
        }
        warnings.addAll(PolicyCheck.ofModels(present, models::contains));
        return warnings;
    }

    private RemoteService service(String name, RemoteConfig config) {
        return new RemoteService(
                name,
                config.url(),
                config.help(),
                config.sentKey(environment),
                config.deadline(),
                config.onFailure(),
                config.nearModel());
    }

    private static URI callbackUrl(Config config, int port) {
        String host = config.server().host();
        boolean anyAddress = host.equals("0.0.0.0") || host.equals("::") || host.equals("[::]");
        return config.plugins()
                .callbackUrl()
                .map(url -> URI.create(url.toString().replaceFirst("/+$", "")))
                .orElseGet(
                        () ->
                                URI.create(
                                        "http://"
                                                + HostPort.of(
                                                        anyAddress ? "127.0.0.1" : host, port)));
    }

    @Override
    public void close() {
        remote.close();
    }
}
