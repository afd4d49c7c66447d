package dev.chasqui.adapters.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Every kind of mistake is reported with its place, the expected value and the nearest known one.
 */
class ConfigProblemsTest {
    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'server':{'port':70000}}           | 1:19: server.port: 70000 (expected: a"
                        + " number from 0 to 65535)",
                "{'server':{'port':'8000'}}          | 1:19: server.port: \"8000\" (expected: a"
                        + " number from 0 to 65535, without quotes)",
                "{'server':{'port':'http'}}          | 1:19: server.port: \"http\" (expected: a"
                        + " number from 0 to 65535)",
                "{'server':{'port':8000.5}}          | 1:19: server.port: 8000.5 (expected: a"
                        + " number from 0 to 65535)",
                "{'server':{'port':null}}            | 1:19: server.port: null (expected: a"
                        + " number from 0 to 65535)",
                "{'server':{'open':'true'}}          | 1:19: server.open: \"true\" (expected: true"
                        + " or false, without quotes)",
                "{'server':{'open':'yes'}}           | 1:19: server.open: \"yes\" (expected: true"
                        + " or false)",
                "{'server':{'host':'a b'}}           | 1:19: server.host: \"a b\" (expected: an"
                        + " address or a host name, such as 127.0.0.1 or ::1)",
                "{'server':[]}                       | 1:11: server: an array (expected: an"
                        + " object)",
                "{'server':{'maxBody':'32 MiB'}}     | 1:22: server.maxBody: \"32 MiB\" (expected:"
                        + " 1KiB to 1GiB, such as \"32MiB\" or \"20GB\")",
                "{'server':{'maxConnections':0}}     | 1:29: server.maxConnections: 0 (expected: a"
                        + " number from 1 to 1000000)",
                "{'server':{'allowedHosts':'a'}}     | 1:27: server.allowedHosts: \"a\""
                        + " (expected: a list, each a host name or address without a port, such as"
                        + " llm.example or [fd00::1])",
                "{'server':{'allowedHosts':['a',1]}} | 1:32: server.allowedHosts[1]: 1 (expected: a"
                        + " host name or address without a port, such as llm.example or [fd00::1])",
                "{'backends':{}}                     | 1:13: backends: an object (expected: a list"
                        + " of objects)",
                "{'backends':[1]}                    | 1:14: backends[0]: 1 (expected:"
                        + " an object)",
                "{'keys':[{'name':'a','sha256':'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'}]}"
                    + " | 1:31: keys[0].sha256: the hash of no text at all (expected: that of a"
                    + " key)",
                "{'keys':[{'name':'a','sha256':'sk-secret'}]} | 1:31: keys[0].sha256: a text of 9"
                    + " characters (expected: 64 hexadecimal digits, as 'chasqui key' prints them)",
                "{'models':{'aliases':{'a':1}}}      | 1:27: models.aliases.a: 1 (expected: a"
                        + " string that is not empty)",
                "{'agents':{'context':1}}            | 1:22: agents.context: 1"
                        + " (expected: an object)",
                "{'data':{'dir':''}}                 | 1:16: data.dir: \"\" (expected: a path)",
                "{'log':{'format':'xml'}}            | 1:18: log.format: \"xml\" (expected: one of"
                        + " pretty, json)",
                "{'log':{'level':'warn'}}            | 1:17: log.level: \"warn\" (expected: one of"
                        + " all, trace, debug, info, warning, error, off; did you mean warning?)",
            })
    void aWrongValueIsToldWithItsPlace(String json, String expected) {
        assertThat(problems(json)).containsExactly(expected);
    }

    @Test
    void theNameOfAnAgentIsNoReasonToTrustIt() {
        String sha256 = "0".repeat(64);
        String expected =
                " (expected: the SHA-256 of a jar, 64 hexadecimal digits, as 'sha256sum agent.jar'"
                        + " prints it; the name of an agent is not enough)";

        assertThat(problems("{'plugins':{'trusted':['" + sha256 + "','rag']}}"))
                .containsExactly("1:91: plugins.trusted[1]: \"rag\"" + expected);
        assertThat(problems("{}", Map.of("CHASQUI_PLUGINS_TRUSTED", sha256 + ", rag"), Map.of()))
                .containsExactly("CHASQUI_PLUGINS_TRUSTED: plugins.trusted[1]: \"rag\"" + expected);
    }

    @Test
    void aProxyThatIsTrustedHasAnAddress() {
        String expected =
                " (expected: an IP address or a network, such as 127.0.0.1, 10.0.0.0/8 or fd00::/8,"
                        + " but not every address)";

        assertThat(problems("{'server':{'trustedProxies':['10.0.0.0/8','nginx','0.0.0.0/0',1]}}"))
                .containsExactly(
                        "1:43: server.trustedProxies[1]: \"nginx\"" + expected,
                        "1:51: server.trustedProxies[2]: \"0.0.0.0/0\"" + expected,
                        "1:63: server.trustedProxies[3]: 1" + expected);
        assertThat(problems("{'server':{'trustedProxies':'127.0.0.1'}}"))
                .containsExactly(
                        "1:29: server.trustedProxies: \"127.0.0.1\""
                                + expected.replace("(expected: ", "(expected: a list, each "));
    }

    @ParameterizedTest
    @CsvSource({"-1", "0", "90000", "'\"\"'", "'\"2d\"'", "'\"25h\"'", "true"})
    void aWrongDurationIsTold(String value) {
        assertThat(problems("{'server':{'writeTimeout':" + value + "}}"))
                .singleElement()
                .asString()
                .startsWith("1:27: server.writeTimeout: " + value)
                .contains("(expected: 1ms to 24h, such as \"10s\"");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"prot,port", "PORT,port", "writetimeout,writeTimeout", "prt,port", "xyz,-"})
    void anUnknownKeyIsToldWithTheNearest(String key, @Nullable String meant) {
        String problem = problems("{'server':{'" + key + "':1}}").getFirst();

        assertThat(problem)
                .startsWith("1:12: server." + key + ": unknown key ")
                .contains(
                        meant == null
                                ? "(expected: one of host, port, ollamaPort,"
                                : "(did you mean '" + meant + "'?)");
    }

    @Test
    void aSecretInPlaceOfItsNameIsNotShown() {
        assertThat(backend("'url':'http://a','apiKey':'sk-secret'"))
                .containsExactly(
                        "1:43: backends[0].apiKey: unknown key (did you mean 'apiKeyEnv'?)");
        assertThat(backend("'url':'http://a','apiKeyEnv':'sk-secret'"))
                .containsExactly(
                        "1:55: backends[0].apiKeyEnv: a text of 9 characters (expected: the name of"
                                + " an environment variable)");
        assertThat(backend("'url':'http://a','apiKeyEnv':'secret'"))
                .containsExactly(
                        "1:55: backends[0].apiKeyEnv: no such variable is set (expected: the name"
                                + " of one that holds the key)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpu.example:8080",
                "ftp://gpu.example",
                "http://",
                "http:///v1",
                "http://gpu.example#part",
                "http://gpu.example:99999",
                "http://gpu example",
                ""
            })
    void aBadUrlIsTold(String url) {
        assertThat(backend("'url':'" + url + "'"))
                .containsExactly(
                        "1:32: backends[0].url: \""
                                + url
                                + "\" (expected: http:// or https://, a host, and no password, '?'"
                                + " or '#')");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://u:secret@gpu.example", "http://gpu.example?key=secret"})
    void aUrlThatHoldsASecretIsNotShown(String url) {
        assertThat(backend("'url':'" + url + "'"))
                .singleElement()
                .asString()
                .startsWith("1:32: backends[0].url: a text of " + url.length() + " characters (")
                .doesNotContain("secret");
    }

    @Test
    void whatMustBeGivenIsMissed() {
        assertThat(problems("{'backends':[{}],'keys':[{'name':'a'}]}"))
                .containsExactly(
                        "1:14: backends[0].name: missing (expected: letters, digits, '.', '_' or"
                                + " '-', at most 64)",
                        "1:14: backends[0].url: missing (expected: http:// or https://, a host,"
                                + " and no password, '?' or '#')",
                        "1:26: keys[0].sha256: missing (expected: 64 hexadecimal digits, as"
                                + " 'chasqui key' prints them)");
    }

    @Test
    void aBackendsKeyFileMustBeReadableAndNotEmpty() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty"));

        Path blank = Files.writeString(folder.resolve("blank"), " \n\n");
        for (Path file : List.of(folder, empty, blank, folder.resolve("missing"))) {
            assertThat(backend("'url':'http://a','apiKeyFile':'" + file + "'"))
                    .containsExactly(
                            "1:56: backends[0].apiKeyFile: cannot be read, or is empty (expected: a"
                                    + " file whose first line is the key)");
        }
    }

    @Test
    void aBackendsKeyComesFromOnePlace() throws IOException {
        Path key = Files.writeString(folder.resolve("key"), "sk-1");
        String json =
                "{'backends':[{'name':'a','url':'http://a','apiKeyEnv':'A','apiKeyFile':'"
                        + key
                        + "'}]}";

        assertThat(problems(json, Map.of("A", "sk-1"), Map.of()))
                .containsExactly(
                        "1:72: backends[0].apiKeyFile: given beside apiKeyEnv (expected: one of the"
                                + " two)");
    }

    @Test
    void namesAndKeysAreUnique() {
        String sha256 = "0".repeat(64);
        assertThat(
                        problems(
                                """
                                {'backends':[{'name':'a','url':'http://a'},
                                {'name':'a','url':'http://b'}],
                                'keys':[{'name':'k','sha256':'%s'},
                                {'name':'k','sha256':'%s'}]}
                                """
                                        .formatted(sha256, sha256)))
                .containsExactly(
                        "2:9: backends[1].name: \"a\" (expected: another name; this one is taken)",
                        "4:9: keys[1].name: \"k\" (expected: another name; this one is taken)",
                        "4:22: keys[1].sha256: the key of another name (expected: a key for each"
                                + " name)");
    }

    @Test
    void aRepeatedMemberIsTold() {
        assertThat(
                        problems(
                                "{'server':{'port':1,\n"
                                        + "'port':2},'agents':{'x':{'y':[{'a':1,'a':2}]}}}"))
                .containsExactly(
                        "2:1: server.port: repeated (first at " + file() + ":1:12)",
                        "2:38: agents.x.y[0].a: repeated (first at " + file() + ":2:32)");
    }

    @Test
    void allMistakesAreToldAtOnceInTheirOrder() {
        assertThat(
                        problems(
                                "{'log':{'levle':'info'},\n'server':{'port':-1,'prot':1}}",
                                Map.of("CHASQUI_LOG_TO", "nowhere"),
                                Map.of("data.dri", "x")))
                .containsExactly(
                        "1:9: log.levle: unknown key (did you mean 'level'?)",
                        "2:18: server.port: -1 (expected: a number from 0 to 65535)",
                        "2:21: server.prot: unknown key (did you mean 'port'?)",
                        "CHASQUI_LOG_TO: log.to: \"nowhere\" (expected: one of stdout, file, both)",
                        "command line: data.dri: unknown key (did you mean 'data.dir'?)");
    }

    @Test
    void twoSpellingsOfOneVariableAreOneTooMany() {
        Map<String, String> environment =
                Map.of("CHASQUI_SERVER_OLLAMAPORT", "1", "CHASQUI_SERVER_OLLAMA_PORT", "2");

        assertThat(problems("{}", environment, Map.of()))
                .containsExactly(
                        "CHASQUI_SERVER_OLLAMA_PORT: server.ollamaPort: given twice (first by"
                                + " CHASQUI_SERVER_OLLAMAPORT)");
    }

    @Test
    void aWrongValueOfTheCommandLineIsTold() {
        assertThat(problems("{}", Map.of(), Map.of("server.port", "many")))
                .containsExactly(
                        "command line: server.port: \"many\" (expected: a number from 0 to"
                                + " 65535)");
    }

    private List<String> backend(String members) {
        return problems("{'backends':[{'name':'a'," + members + "}]}");
    }

    private List<String> problems(String json) {
        return problems(json, Map.of(), Map.of());
    }

    private List<String> problems(
            String json, Map<String, String> environment, Map<String, String> commandLine) {
        return Samples.problems(folder, json, environment, commandLine);
    }

    private Path file() {
        return folder.resolve("config.json");
    }
}
