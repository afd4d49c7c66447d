package dev.chasqui.adapters.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Mistakes in the pool's config are reported at the start, not when a model is asked for. */
class PoolProblemsTest {
    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a..b/c", "-a/b", "tiny.gguf", "a/b:..", ""})
    void whatIsNoModelOfTheHubIsTold(String hf) {
        assertThat(model("'hf':'" + hf + "'"))
                .singleElement()
                .asString()
                .startsWith("1:30: pool.models.m.hf: \"" + hf + "\" (expected: ORG/REPO or ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'file':'a','env':{'A=B':'1'} | env: a text of 3 characters",
                "'file':'a','env':{'':'1'} | env: a text of 0 characters",
                "'file':'a','env':{'A\\u0000':'1'} | env: a text of 2 characters",
                "'file':'a','env':{'A':'1\\u0000'} | env.A: a text of 2 characters",
                "'file':'a','args':['\\u0000'] | args[0]: \"",
                "'command':['a\\u0000','${port}'] | command[0]: \"",
            })
    void whatNoProgramCanBeGivenIsTold(String members, String expected) {
        assertThat(model(members))
                .singleElement()
                .asString()
                .contains("pool.models.m." + expected)
                .contains("(expected: ");
    }

    @Test
    void aCommandThatIsATextIsToldOnce() {
        assertThat(model("'command':'vllm serve ${port}'"))
                .singleElement()
                .asString()
                .contains("pool.models.m.command: \"vllm serve ${port}\" (expected: a list,");
    }

    @Test
    void aCommandIsToldItsPort() {
        assertThat(model("'command':['vllm','serve']"))
                .singleElement()
                .asString()
                .contains("pool.models.m.command: no ${port} in it (expected: ");
        assertThat(valid("'command':['vllm'],'env':{'PORT':'${port}'}")).isNotNull();
    }

    @Test
    void aNameIsThatOfOneModel() {
        assertThat(models("'m':{'file':'a'},'m:latest':{'file':'b'}"))
                .singleElement()
                .asString()
                .contains("pool.models.m:latest: the name of another model too (expected: ");
        assertThat(models("'m':{'file':'a','aliases':['m:latest']}"))
                .singleElement()
                .asString()
                .contains("pool.models.m.aliases: \"m:latest\" (expected: another name;");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'maxModels':1 | 'pinned':true | 'pinned':true | maxModels: 1 (expected: at least"
                        + " 2, since these are pinned: a, b)",
                "'maxModels':3 | 'pinned':true,'group':'x' | 'pinned':true,'group':'y' | models:"
                        + " 'b' is pinned, and so is one of another group (expected: ",
                "'memory':'2GiB' | 'memory':'3GiB' | 'pinned':true | memory: 2.0 GiB (expected: at"
                        + " least 3.0 GiB, which 'a' takes)",
                "'gpuMemory':'2GiB' | 'gpuMemory':'3GiB' | 'pinned':true | gpuMemory: 2.0 GiB"
                        + " (expected: at least 3.0 GiB, which 'a' takes)",
                "'memory':'2GiB' | 'memory':'1GiB','pinned':true | 'memory':'2GiB','pinned':true |"
                    + " memory: 2.0 GiB (expected: at least 3.0 GiB, which the pinned models take"
                    + " together)",
            })
    void modelsThatCouldNeverBeLoadedAreTold(
            String pool, String one, String other, String expected) {
        String models = "'a':{'file':'a',%s},'b':{'file':'b',%s}".formatted(one, other);

        assertThat(problems("{'pool':{" + pool + ",'models':{" + models + "}}}"))
                .singleElement()
                .asString()
                .contains("pool." + expected);
    }

    private PoolConfig valid(String members) {
        Path file =
                Samples.write(
                        folder, ("{'pool':{'models':{'m':{" + members + "}}}}").replace('\'', '"'));
        return ConfigReader.read(Optional.of(file), Map.of(), Map.of()).pool();
    }

    private List<String> model(String members) {
        return models("'m':{" + members + "}");
    }

    private List<String> models(String members) {
        return problems("{'pool':{'models':{" + members + "}}}");
    }

    private List<String> problems(String json) {
        return Samples.problems(folder, json, Map.of(), Map.of());
    }
}
