package dev.chasqui.bootstrap.trial;

import dev.chasqui.adapters.config.ConfigReader;
import dev.chasqui.adapters.extract.ExtractBackend;
import dev.chasqui.adapters.pf4j.PluginAgents;
import dev.chasqui.adapters.pf4j.PluginCheck;
import dev.chasqui.adapters.pf4j.PluginReport;
import dev.chasqui.adapters.pf4j.PluginSettings;
import dev.chasqui.adapters.pf4j.ServiceLender;
import dev.chasqui.adapters.pf4j.jars.JarAdmission;
import dev.chasqui.adapters.pf4j.jars.JarTrust;
import dev.chasqui.application.agents.Pipelines;
import dev.chasqui.application.bulkhead.Bulkheads;
import dev.chasqui.application.callers.KeyRights;
import dev.chasqui.application.exchange.AgentThreads;
import dev.chasqui.application.exchange.ChatPayload;
import dev.chasqui.application.exchange.Dispatch;
import dev.chasqui.application.exchange.Exchanges;
import dev.chasqui.application.exchange.OpenCalls;
import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.models.Backends;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.port.Backend;
import dev.chasqui.cli.agents.TryAction;
import dev.chasqui.cli.agents.TryOptions;
import dev.chasqui.cli.agents.TryOutput;
import dev.chasqui.cli.command.CommandFailure;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/** The action of {@code chasqui agents try}. Its parts are the server's, without the server. */
public final class AgentTrial implements TryAction {
    private static final Duration START_LIMIT = Duration.ofSeconds(10);
    private static final int MOST_CALLS = 256;

    /** The root of all loggers. It is kept, since an unreferenced logger loses its level. */
    private static final Logger LOGS = Logger.getLogger("");

    private final Map<String, String> environment;

    /**
     * @param environment the variables that override the keys of a configuration
     */
    public AgentTrial(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public void run(TryOptions options, TryOutput output) {
        // The steps of loading are of no interest to an author.
        LOGS.setLevel(Level.WARNING);
        try (TrialFolder folder = TrialFolder.of(options.jar())) {
            TrialServices services = new TrialServices(folder);
            try (PluginAgents agents =
                    new PluginAgents(
                            List.of(folder.plugins()),
                            folder.copies(),
                            settings(options.config(), folder, services.lender()))) {
                requireLoaded(agents, output);
                Pipelines pipelines = new Pipelines(agents);
                requireCommand(options, agents, pipelines);
                ask(options, pipelines, services, output);
            }
        }
    }

    private PluginSettings settings(
            Optional<String> config, TrialFolder folder, ServiceLender lender) {
        if (config.isEmpty()) {
            return settings(Json.Obj.EMPTY, Path.of(""), folder, lender);
        }
        String given = config.get();
        if (given.strip().startsWith("{")) {
            return settings(sections(section(given), folder), Path.of(""), folder, lender);
        }
        Path file = Path.of(given).toAbsolutePath();
        Map<String, Json> sections =
                Map.copyOf(
                        ConfigReader.check(Optional.of(file), environment, Map.of())
                                .config()
                                .agents());
        return settings(
                new Json.Obj(sections),
                Objects.requireNonNullElse(file.getParent(), file),
                folder,
                lender);
    }

    private static PluginSettings settings(
            Json.Obj sections, Path relativeTo, TrialFolder folder, ServiceLender lender) {
        return new PluginSettings(
                sections,
                relativeTo,
                folder::data,
                JarTrust.NONE,
                JarAdmission.ANY,
                START_LIMIT,
                lender);
    }

    private static Json section(String given) {
        try {
            return JsonReader.read(given.getBytes(StandardCharsets.UTF_8));
        } catch (FailureException | IllegalArgumentException e) {
            throw CommandFailure.refused(
                    "--config: no JSON (expected: an object such as {\"word\": \"Hi\"}, or a file):"
                            + " "
                            + e.getMessage());
        }
    }

    /** Returns the section under every name that the plug-in may have; others have no effect. */
    private static Json.Obj sections(Json section, TrialFolder folder) {
        Map<String, Json> sections = new HashMap<>();
        PluginCheck.of(
                        List.of(folder.plugins()),
                        Json.Obj.EMPTY,
                        JarTrust.NONE,
                        JarAdmission.ANY,
                        folder.copies().resolveSibling("disabled"),
                        START_LIMIT,
                        _ -> {})
                .commands()
                .forEach(name -> sections.put(name, section));
        return new Json.Obj(sections);
    }

    private static void requireLoaded(PluginAgents agents, TryOutput output) {
        for (PluginReport report : agents.reports()) {
            if (!report.loaded()) {
                throw CommandFailure.failed(
                        report.jar().getFileName()
                                + " is not loaded: "
                                + report.problem().orElse(""));
            }
            report.notes().forEach(output::remark);
        }
    }

    private static void requireCommand(
            TryOptions options, PluginAgents agents, Pipelines pipelines) {
        if (pipelines.beginsWithCommand(options.text())) {
            return;
        }
        String commands =
                agents.reports().stream()
                        .flatMap(report -> report.agents().stream())
                        .map(name -> "/" + name)
                        .collect(Collectors.joining(", "));
        throw CommandFailure.refused(
                commands.isEmpty()
                        ? options.jar().getFileName() + " has no agents, so there is nothing to try"
                        : "'"
                                + options.text()
                                + "' begins with no command (expected: "
                                + commands
                                + ", then your text)");
    }

    private static void ask(
            TryOptions options, Pipelines pipelines, TrialServices services, TryOutput output) {
        Backend model =
                options.modelSays().<Backend>map(SayingBackend::new).orElseGet(ExtractBackend::new);
        Exchange exchange =
                new Exchange(
                        "try",
                        Caller.anonymous("127.0.0.1").withAllAgents(),
                        Dialect.OPENAI,
                        output::progress);
        ChatRequest request =
                ChatRequest.of(
                        model.name(),
                        options.stream(),
                        Conversation.of(List.of(Message.of(Role.USER, options.text()))));
        try (Models models =
                        new Models(
                                Backends.configured(List.of(), model),
                                Map.of(),
                                Duration.ofHours(1));
                AgentThreads threads = new AgentThreads(MOST_CALLS);
                Bulkheads bulkheads = new Bulkheads(Map.of())) {
            Dispatch dispatch = new Dispatch(models, new OpenCalls(MOST_CALLS));
            services.connect(dispatch);
            new Exchanges(new KeyRights(), pipelines, dispatch, threads, bulkheads)
                    .answer(
                            new ChatPayload(request, List.of()),
                            exchange,
                            new Journal(Instant.now()),
                            reply -> read(reply, output));
        } catch (FailureException e) {
            if (e.failure() instanceof Failure.AgentFailed && e.getCause() != null) {
                output.thrown(e.getCause());
            }
            throw CommandFailure.failed(e.failure().message());
        }
    }

    private static void read(ChatReply reply, TryOutput output) {
        for (ReplyEvent event = reply.next(); event != null; event = reply.next()) {
            output.event(event);
        }
    }
}
