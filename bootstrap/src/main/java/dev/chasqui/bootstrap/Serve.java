package dev.chasqui.bootstrap;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.config.ConfigReader;
import dev.chasqui.adapters.config.LogConfig;
import dev.chasqui.adapters.config.Reading;
import dev.chasqui.adapters.http.StartRefusedException;
import dev.chasqui.adapters.logs.JsonFormat;
import dev.chasqui.adapters.logs.LogFile;
import dev.chasqui.adapters.logs.Logs;
import dev.chasqui.adapters.logs.PrettyFormat;
import dev.chasqui.adapters.pf4j.PluginReport;
import dev.chasqui.application.models.BackendState;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.port.ReloadOutcome;
import dev.chasqui.application.port.Reloading;
import dev.chasqui.bootstrap.check.PluginFolders;
import dev.chasqui.bootstrap.check.PluginsCheck;
import dev.chasqui.bootstrap.check.StartCheck;
import dev.chasqui.bootstrap.check.StartFailure;
import dev.chasqui.cli.command.CommandFailure;
import dev.chasqui.cli.serve.ServeAction;
import dev.chasqui.cli.serve.ServeOptions;
import dev.chasqui.domain.text.HostPort;
import dev.chasqui.domain.text.Printable;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The action of {@code chasqui serve}: reads the config, starts the server, prints a report and
 * waits for the end.
 */
final class Serve implements ServeAction {
    private static final System.Logger LOG = System.getLogger(Serve.class.getName());

    private final Map<String, String> environment;
    private final PrintStream out;
    private final UntilEnd untilEnd;

    /**
     * @param untilEnd waits until the server shall end
     */
    Serve(Map<String, String> environment, PrintStream out, UntilEnd untilEnd) {
        this.environment = environment;
        this.out = out;
        this.untilEnd = untilEnd;
    }

    /** The time in which a server runs: when {@link #await} returns, the server is closed. */
    @FunctionalInterface
    interface UntilEnd {
        void await(Server server) throws InterruptedException;
    }

    @Override
    public void serve(ServeOptions options) throws InterruptedException {
        try {
            start(options);
        } catch (StartFailure e) {
            throw CommandFailure.refused(Objects.requireNonNull(e.getMessage()));
        }
    }

    private void start(ServeOptions options) throws InterruptedException {
        // Before the config is read, so that no change of it is missed.
        ConfigWatch watch = ConfigWatch.of(options.config(), environment);
        Reading reading = options.check(environment);
        StartCheck.machine(reading, environment);
        try (ExitWatch _ = watchExits()) {
            PluginsCheck.beforeStart(reading);
        }
        Config config = reading.config();
        // Before the jars are loaded, for the same reason.
        PluginWatch jars = PluginWatch.of(PluginFolders.of(config));
        try (Logs logs = logs(config.log());
                ExitWatch _ = watchExits();
                Server server = start(config, new SourceOfServe(options, logs))) {
            report(server, reading);
            OldGeneration.watchSoon();
            awaitEnd(server, watch, jars);
        }
    }

    /**
     * Waits for the end, reads the config again when its file changes or at a SIGHUP, and changes
     * the plug-ins when their jars change.
     */
    private void awaitEnd(Server server, ConfigWatch changes, PluginWatch jars)
            throws InterruptedException {
        ReloadLog ofFile = new ReloadLog(audited(server, "a change of the config file"));
        ReloadLog ofSignal = new ReloadLog(audited(server, "SIGHUP"));
        try (changes;
                jars;
                HangUpSignal _ = HangUpSignal.listen(ofSignal::reload)) {
            changes.start(() -> server.config().server().watchConfig(), ofFile::reloadUnasked);
            jars.start(() -> server.config().plugins().watch(), () -> changeJars(server));
            untilEnd.await(server);
        }
    }

    /** Returns the reload of a server that is in its audit trail. */
    private static Reloading audited(Server server, String cause) {
        return () -> {
            ReloadOutcome outcome = server.reload();
            server.changes().reloaded(cause, outcome);
            return outcome;
        };
    }

    private static void changeJars(Server server) {
        server.changes()
                .plugins(
                        "a change of the plug-in folders",
                        "plugin.change",
                        server.agents().control(),
                        server.agents()::refresh);
    }

    /** The sources of the configuration with which the server was started, to be read again. */
    private final class SourceOfServe implements ConfigSource {
        private final ServeOptions options;
        private final Logs logs;

        SourceOfServe(ServeOptions options, Logs logs) {
            this.options = options;
            this.logs = logs;
        }

        @Override
        public Reading read() {
            Reading reading = reading();
            StartCheck.machine(reading, environment);
            if (reading.hasMistakes()) {
                // The reload is refused, so this is the only look at the sections of the agents.
                PluginsCheck.beforeStart(reading);
            }
            return reading;
        }

        private Reading reading() {
            try {
                return options.check(environment);
            } catch (CommandFailure e) {
                Reading reading =
                        ConfigReader.check(options.config(), environment, options.overrides());
                reading.mistakeOf("command line", String.valueOf(e.getMessage()));
                return reading;
            }
        }

        @Override
        public void taken(Config config) {
            logs.level(config.log().level());
        }
    }

    private static ExitWatch watchExits() {
        return ExitWatch.open(System.err::println);
    }

    private static Logs logs(LogConfig log) {
        try {
            return Logs.open(
                    log.level(),
                    switch (log.format()) {
                        case PRETTY -> new PrettyFormat();
                        case JSON -> new JsonFormat();
                    },
                    log.to() != LogConfig.Target.FILE,
                    log.to() == LogConfig.Target.STDOUT
                            ? Optional.empty()
                            : Optional.of(
                                    new LogFile(
                                            log.file(), log.maxSize().bytes(), log.maxFiles())));
        } catch (IOException e) {
            throw new StartFailure(
                    "log.file: "
                            + log.file()
                            + " cannot be written (expected: a file in a folder that may be"
                            + " written)");
        }
    }

    private Server start(Config config, ConfigSource source) {
        try {
            return Server.start(config, PluginFolders.of(config), environment, source);
        } catch (StartRefusedException e) {
            throw new StartFailure(Objects.requireNonNull(e.getMessage()));
        }
    }

    /**
     * Reports the server's parts line by line: on standard output, or as log messages if programs
     * read the log there.
     */
    private void report(Server server, Reading reading) {
        LogConfig log = reading.found().log();
        boolean forPrograms =
                log.format() == LogConfig.Format.JSON && log.to() != LogConfig.Target.FILE;
        Consumer<String> lines =
                forPrograms ? line -> LOG.log(System.Logger.Level.INFO, line) : out::println;
        report(server, reading, (what, foreign) -> lines.accept(line(what, foreign)));
        out.flush();
    }

    private static void report(Server server, Reading reading, BiConsumer<String, String> lines) {
        for (PluginReport report : server.agents().reports()) {
            lines.accept("plug-in", report.toString());
        }
        server.refusedAgents()
                .forEach((name, why) -> lines.accept("agent", "/" + name + ": " + why));
        reading.warnings().forEach(warning -> lines.accept("warning", warning.toString()));
        server.policyWarnings().forEach(warning -> lines.accept("warning", warning));
        for (BackendState backend : server.models().states()) {
            lines.accept(
                    "backend",
                    backend.name()
                            + ": "
                            + backend.failure()
                                    .map(failure -> "down, " + failure.message())
                                    .orElseGet(() -> count(backend.models())));
        }
        lines.accept(
                "models",
                server.models().all().stream()
                        .map(Candidate::model)
                        .map(model -> model.id())
                        .collect(Collectors.joining(", ")));
        for (int port : server.ports()) {
            lines.accept(
                    "listening", "http://" + HostPort.of(reading.found().server().host(), port));
        }
    }

    /**
     * Formats a line, without the control characters that names from files and other servers may
     * hold.
     */
    private static String line(String what, String foreign) {
        return "%-9s %s".formatted(what, Printable.of(foreign));
    }

    private static String count(int models) {
        return models == 1 ? "1 model" : models + " models";
    }

    /**
     * Waits until the process is told to end, and then until the running requests have ended.
     *
     * <p>If the JVM ends in another way, a shutdown hook closes the server first.
     */
    static void untilStopped(Server server) throws InterruptedException {
        StopSignals signals = new StopSignals(() -> Runtime.getRuntime().halt(0));
        Optional<Process> making = StartCache.ofProcess().flatMap(StartCache::makeWhereMissing);
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .name("stop")
                                .unstarted(
                                        () -> {
                                            making.ifPresent(StartCache::end);
                                            server.close();
                                        }));
        signals.await();
        LOG.log(
                System.Logger.Level.INFO,
                "stopping when the running requests are over; a second signal stops at once");
        making.ifPresent(StartCache::end);
        if (!server.drain()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "requests still run after server.grace; they are ended");
        }
    }
}
