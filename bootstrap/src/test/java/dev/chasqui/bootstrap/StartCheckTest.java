package dev.chasqui.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code config check} finds the same mistakes as {@code serve}. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it makes links and odd file names")
class StartCheckTest {
    private static final String LISTENING = "listening http://127.0.0.1:";

    @TempDir private Path folder = Path.of("");

    @Test
    void bothTellAllMistakesAtOnceAndStopAtThem() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        Files.createFile(folder.resolve("key"));
        Path config =
                config(
                        """
                        {"server": {"host": "192.0.2.1", "open": true, "prot": 1},
                         "backends": [
                           {"name": "chasqui-extract", "url": "http://127.0.0.1:1"},
                           {"name": "pool", "url": "http://127.0.0.1:0"},
                           {"name": "a", "url": "http://127.0.0.1:2", "apiKeyFile": "%1$s/key"}],
                         "pool": {
                           "server": "sh", "folder": "%1$s/missing", "cache": "%1$s/file",
                           "models": {"m": {"file": "%1$s"}}},
                         "agents": {"parallel": {"n": "x", "jion": "all"}, "rag": {"k": 0}},
                         "plugins": {"dir": "%2$s"},
                         "log": {"to": "file", "file": "%1$s"}}
                        """
                                .formatted(folder, jars()));

        CommandRun check = check(config);

        assertThat(check.exitCode()).isEqualTo(2);
        assertThat(check.out()).isEmpty();
        assertThat(check.err().lines().map(line -> line.replace(config + ":", "")))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("1:21: server.host: 192.0.2.1"),
                        line -> assertThat(line).startsWith("1:48: server.prot: unknown key"),
                        line -> assertThat(line).contains("backends[0].name: \"chasqui-extract\""),
                        line -> assertThat(line).contains("backends[1].name: \"pool\""),
                        line -> assertThat(line).contains("backends[1].url: http://127.0.0.1:0"),
                        line -> assertThat(line).contains("backends[2].apiKeyFile: cannot be"),
                        line -> assertThat(line).contains("pool.folder: "),
                        line -> assertThat(line).contains("pool.cache: " + file + " is a file"),
                        line -> assertThat(line).contains("pool.models.m.file: " + folder),
                        line ->
                                assertThat(line)
                                        .startsWith("9:31: agents.parallel.n: \"x\" (expected:"),
                        line ->
                                assertThat(line)
                                        .contains("agents.parallel.jion: unknown", "mean join?"),
                        line ->
                                assertThat(line)
                                        .contains("agents.rag.k: 0 (expected: a number from 1"),
                        line -> assertThat(line).contains("log.file: " + folder),
                        line -> assertThat(line).startsWith("warning: CHASQUI_SERVER_PROT: "));
        assertThat(serve(config)).isEqualTo(check);
    }

    @Test
    void theBackendsOfAModelAndAPriceAreKnown() throws IOException {
        Path config =
                config(
                        """
                        {"backends": [{"name": "desk", "url": "http://127.0.0.1:1"}],
                         "models": {"m": {"backends": ["desk", "pool", "dsk"],
                                          "weights": {"chasqui-extract": 1, "far away": 2}}},
                         "prices": {"backends": {"desk": {}, "deks": {}}}}
                        """);

        assertThat(check(config).err().lines().map(line -> line.replace(config + ":", "")))
                .contains(
                        "2:48: models.m.backends[2]: 'dsk' (expected: the name of a backend; did"
                                + " you mean 'desk'?)",
                        "3:65: models.m.weights.far away: 'far away' (expected: the name of a"
                                + " backend)",
                        "4:46: prices.backends.deks: 'deks' (expected: the name of a backend; did"
                                + " you mean 'desk'?)");
    }

    @Test
    void aNameThatARegisteredServerMayHaveIsOnlyWarnedOf() throws IOException {
        Path config =
                config(
                        """
                        {"backends": [{"name": "desk", "url": "http://127.0.0.1:1"}],
                         "models": {"m": {"backends": ["desk", "10.0.0.5-8080"]}}}
                        """);

        CommandRun run = check(config);

        assertThat(run.exitCode()).isZero();
        assertThat(run.err() + run.out())
                .contains(
                        "models.m.backends[1]: '10.0.0.5-8080' is no backend of the config; it"
                                + " counts while a server is registered under this name");
    }

    @Test
    void aVariableSaysWhatAnAgentIsToDo() throws IOException {
        Map<String, String> environment =
                Map.of(
                        "CHASQUI_PLUGINS_DIR", jars().toString(),
                        "CHASQUI_AGENTS_RAG_K", "7",
                        "CHASQUI_AGENTS_PARALLEL_N", "99");

        CommandRun check =
                CommandRun.of(
                        environment,
                        _ -> {},
                        "config",
                        "check",
                        "--config",
                        config("{}").toString());

        assertThat(check.err())
                .isEqualTo(
                        "CHASQUI_AGENTS_PARALLEL_N: agents.parallel.n: 99 (expected: a number from"
                                + " 1 to 16)\n");
    }

    @Test
    void bothTellWhatDoesNotStopAStart() throws IOException {
        Path jars = Files.createDirectory(folder.resolve("jars"));
        Path broken = Files.createSymbolicLink(jars.resolve("a\u001b[31m.jar"), Path.of("nowhere"));
        Path text = Files.writeString(folder.resolve("b.gguf"), "no model");
        Path config =
                config(
                        """
                        {"pool": {
                           "server": "no-such-program",
                           "models": {
                             "a": {"file": "%1$s/a.gguf"},
                             "b": {"file": "%2$s"},
                             "c": {"command": ["no-such-one", "${port}"]}}},
                         "models": {"aliases": {"x": "y", "y": "x"}},
                         "keys": [{"name": "k", "sha256": "%3$s", "agents": ["hlep"]}],
                         "plugins": {"dir": "%4$s"},
                         "discovery": {"interfaces": ["127.0.0.1", "nosuch0"]},
                         "log": {"level": "off"}}
                        """
                                .formatted(folder, text, "0".repeat(64), jars));
        List<String> expected =
                List.of(
                        "pool.server: there is no program 'no-such-program' on the PATH",
                        "pool.models.a.file: " + folder + "/a.gguf is not there",
                        "pool.models.b.file: " + text + " cannot be read, or is no GGUF file",
                        "pool.models.c.command: there is no program 'no-such-one'",
                        "models.aliases.x: stands for 'y', which is an alias too",
                        "models.aliases.y: stands for 'x', which is an alias too",
                        "keys[0].agents: there is no command 'hlep' so far (did you"
                                + " mean 'help'?)",
                        "discovery.interfaces: 'nosuch0' is not there now (expected: the name of",
                        "CHASQUI_SERVER_PROT: unknown variable");

        CommandRun check = check(config);
        CommandRun serve = serve(config);

        assertThat(check.err()).isEmpty();
        assertThat(check.exitCode()).isZero();
        assertThat(check.out().lines()).last().asString().startsWith(config + " is in order, but");
        assertThat(warnings(check, "warning: ")).hasSize(expected.size() + 1);
        assertThat(serve.err()).isEmpty();
        assertThat(serve.exitCode()).isZero();
        assertThat(serve.out()).contains(LISTENING);
        for (String warning : expected) {
            assertThat(warnings(check, "warning: ")).anyMatch(line -> line.contains(warning));
            assertThat(warnings(serve, "warning   ")).anyMatch(line -> line.contains(warning));
        }
        String ofTheJar =
                broken.toString().replace("\u001b", "\\u001b")
                        + " is not loaded: it is a link to a file that is not there";
        assertThat(check.out()).contains("warning: plug-in: " + ofTheJar).doesNotContain("\u001b");
        assertThat(serve.out()).contains("plug-in   " + ofTheJar).doesNotContain("\u001b");
    }

    @Test
    void aFolderOfPluginsThatIsNotThereIsAWarningAndAFileIsAMistake() throws IOException {
        String file = "{\"plugins\":{\"dir\":\"%s\"},\"log\":{\"level\":\"off\"}}";
        Path missing = folder.resolve("missing");
        assertThat(check(config(file.formatted(missing))).out())
                .contains("plugins.dir: " + missing + " is not there");

        Path config = config(file.formatted(Files.createFile(folder.resolve("a.jar"))));
        assertThat(check(config).exitCode()).isEqualTo(2);
        assertThat(serve(config)).isEqualTo(check(config));
    }

    @Test
    void anAddressOfIpv6IsWrittenWithItsBrackets() throws IOException {
        assumeTrue(hasIpv6(), "this machine has no ::1");

        assertThat(
                        serve(config("{\"server\":{\"host\":\"::1\"},\"log\":{\"level\":\"off\"}}"))
                                .out())
                .contains("listening http://[::1]:");
    }

    @Test
    void whereProgramsReadTheLogNothingElseIsPrinted() throws IOException {
        CommandRun serve = serve(config("{\"log\":{\"format\":\"json\",\"level\":\"off\"}}"));

        assertThat(serve.out()).isEmpty();
    }

    @Test
    void aStartThatIsImpossibleIsToldInOneLine() throws IOException {
        Path data = folder.resolve("data");
        try (DataFolder _ = DataFolder.open(data)) {
            CommandRun serve = serve(config("{\"log\":{\"level\":\"off\"}}"));

            assertThat(serve)
                    .isEqualTo(
                            new CommandRun(
                                    2,
                                    "",
                                    "chasqui: the data folder "
                                            + data
                                            + " is in use by another Chasqui; stop it, or set"
                                            + " data.dir\n"));
        }
    }

    private static boolean hasIpv6() {
        try (ServerSocket _ = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"))) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** A folder with the jars of the plug-ins that these tests configure. */
    private Path jars() throws IOException {
        Path jars = Files.createDirectory(folder.resolve("all"));
        for (Path target : List.of(PluginJars.PARALLEL, PluginJars.RAG)) {
            try (var files = Files.newDirectoryStream(target, "*.jar")) {
                for (Path jar : files) {
                    Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar.toAbsolutePath());
                }
            }
        }
        return jars;
    }

    private Path config(String json) throws IOException {
        return Files.writeString(folder.resolve("config.json"), json);
    }

    private static List<String> warnings(CommandRun run, String prefix) {
        return run.out().lines().filter(line -> line.startsWith(prefix)).toList();
    }

    private static CommandRun check(Path config) {
        return CommandRun.of(
                Map.of("CHASQUI_SERVER_PROT", "1"),
                _ -> {},
                "config",
                "check",
                "--config",
                config.toString());
    }

    /** Returns the output of a server that ends as soon as it listens. */
    private CommandRun serve(Path config) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Serve serve =
                new Serve(
                        Map.of("CHASQUI_SERVER_PROT", "1"),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        _ -> {});
        List<String> command =
                new ArrayList<>(List.of("serve", "--config", config.toString(), "--port=0"));
        command.add("--data=" + folder.resolve("data"));
        CommandRun run = CommandRun.of(Map.of(), serve, command.toArray(String[]::new));
        return new CommandRun(run.exitCode(), out.toString(StandardCharsets.UTF_8), run.err());
    }
}
