package dev.chasqui.adapters.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.config.routing.RoutedModelConfig;
import dev.chasqui.application.routing.ModelRule;
import dev.chasqui.application.routing.Strategy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The config of the choice of backends. */
class RoutedModelsTest {
    @TempDir private Path folder = Path.of("");

    private Config read(String json) {
        return ConfigReader.read(
                Optional.of(Samples.write(folder, json.replace('\'', '"'))), Map.of(), Map.of());
    }

    private List<String> problems(String json) {
        return Samples.problems(folder, json, Map.of(), Map.of());
    }

    @Test
    void aModelIsNamedBesideTheOtherKeys() {
        Config config =
                read(
                        "{'models':{'embed':false,'llama3:8b':{'backends':['a','b'],"
                                + "'fallbacks':['other'],'strategy':'weighted',"
                                + "'weights':{'a':3,'b':1},'maxConcurrency':8}}}");

        assertThat(config.models().embed()).isFalse();
        assertThat(config.models().routed().get("llama3:8b"))
                .extracting(RoutedModelConfig::rule)
                .isEqualTo(
                        new ModelRule(
                                List.of("a", "b"),
                                List.of("other"),
                                Optional.of(Strategy.WEIGHTED),
                                Map.of("a", 3.0, "b", 1.0),
                                OptionalInt.of(8)));
    }

    @Test
    void aBackendOfWhichNothingIsSaidHasNoRule() {
        Config config =
                read(
                        "{'backends':[{'name':'a','url':'http://127.0.0.1:1'},"
                                + "{'name':'b','url':'http://127.0.0.1:2','rate':'2/1s'}]}");

        assertThat(config.backends().getFirst().rule()).isEmpty();
        assertThat(config.backends().get(1).rule().orElseThrow().rate()).hasSize(1);
        assertThat(config.routing().strategy()).isEqualTo(Strategy.PRIORITY);
    }

    @Test
    void aKeyWithAWrongNameIsStillFound() {
        assertThat(problems("{'models':{'listBuiltin':true}}"))
                .containsExactly(
                        "1:12: models.listBuiltin: unknown key (did you mean 'listBuiltIn'?)");
        assertThat(problems("{'models':{'m':{'fallback':['x']}}}"))
                .containsExactly(
                        "1:17: models.m.fallback: unknown key (did you mean 'fallbacks'?)");
    }

    @Test
    void fallbacksInACircleAreToldWithTheCircle() {
        assertThat(
                        problems(
                                "{'models':{'a':{'fallbacks':['x','b']},"
                                    + "'b:latest':{'fallbacks':['c']},"
                                    + "'c':{'fallbacks':['a:latest']},'d':{'fallbacks':['a']}}}"))
                .containsExactly(
                        "1:29: models.a.fallbacks: a -> b:latest -> c -> a is a circle (expected:"
                                + " fallbacks that end somewhere)",
                        "1:64: models.b:latest.fallbacks: b:latest -> c -> a -> b:latest is a"
                                + " circle (expected: fallbacks that end somewhere)",
                        "1:88: models.c.fallbacks: c -> a -> b:latest -> c is a circle (expected:"
                                + " fallbacks that end somewhere)");
        assertThat(problems("{'models':{'a':{'fallbacks':['a']}}}"))
                .containsExactly(
                        "1:29: models.a.fallbacks: a -> a is a circle (expected: fallbacks that"
                                + " end somewhere)");
    }

    @Test
    void aModelHasOneEntry() {
        assertThat(problems("{'models':{'a':{},'A:latest':{}}}"))
                .containsExactly(
                        "1:30: models.A:latest: the same name as 'a' (expected: one entry for a"
                                + " model; a name without a tag means :latest, in any case of"
                                + " letters)");
    }

    @Test
    void weightsCapsAndRatesAreMoreThanNothing() {
        assertThat(
                        problems(
                                "{'models':{'m':{'weights':{'a':0},'maxConcurrency':0}},"
                                        + "'backends':[{'name':'a','url':'http://127.0.0.1:1',"
                                        + "'weight':-1,'maxConcurrency':0,'rate':'0/1m'}]}"))
                .hasSize(5);
    }

    @Test
    void otherLettersAndAliasesLeadInACircleToo() {
        assertThat(problems("{'models':{'a':{'fallbacks':['A']}}}"))
                .containsExactly(
                        "1:29: models.a.fallbacks: a -> a is a circle (expected: fallbacks that"
                                + " end somewhere)");
        assertThat(problems("{'models':{'aliases':{'Fast':'a'},'a':{'fallbacks':['fast']}}}"))
                .containsExactly(
                        "1:52: models.a.fallbacks: a -> a is a circle (expected: fallbacks that"
                                + " end somewhere)");
    }

    @Test
    void severalWaysToTheSameFallbackAreNoCircle() {
        assertThat(
                        read("{'models':{'a':{'fallbacks':['b','c']},"
                                        + "'b':{'fallbacks':['c']}}}")
                                .models()
                                .routed())
                .hasSize(2);
    }

    @Test
    void theLongestEjectionIsAtLeastTheFirst() {
        assertThat(problems("{'routing':{'firstEjection':'2s','longestEjection':'1s'}}"))
                .containsExactly(
                        "1:52: routing.longestEjection: shorter than firstEjection (expected: at"
                                + " least as long)");
    }
}
