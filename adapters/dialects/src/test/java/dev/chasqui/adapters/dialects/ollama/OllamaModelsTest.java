package dev.chasqui.adapters.dialects.ollama;

import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.BACKEND;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.json;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.text;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.utf8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.dialects.Failing;
import dev.chasqui.adapters.dialects.request.Members;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.testing.Recording;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

class OllamaModelsTest {

    @ParameterizedTest
    @ValueSource(strings = {"tags", "tags-empty", "tags-pulled"})
    void whatAnOllamaListsIsListedAgain(String name) {
        byte[] recorded = Recording.load("ollama/" + name).response().body();

        assertThat(json(OllamaModels.tags(BACKEND.decodeModels("b", recorded))))
                .isEqualTo(json(utf8(withWholeFractions(text(recorded)))));
    }

    /**
     * Returns a text without the zeros at the end of fractions: an Ollama omits all of them, Java
     * only by threes.
     */
    private static String withWholeFractions(String text) {
        return Pattern.compile("\\d{4}-\\d\\d-[\\dT:.]+Z")
                .matcher(text)
                .replaceAll(time -> Instant.parse(time.group()).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ps-loaded", "ps-forever", "ps-keep-alive", "ps-empty"})
    void whatAnOllamaRunsIsListedAgain(String name) {
        Json.Obj recorded = json(Recording.load("ollama/" + name).response().body());
        List<OllamaModels.RunningModel> running =
                new Members("", recorded)
                        .items("models").stream()
                                .map(entry -> running((Json.Obj) entry, Optional.empty()))
                                .toList();

        assertThat(json(OllamaModels.running(running))).isEqualTo(recorded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"show", "show-go-template", "show-embed", "show-plain"})
    void whatAnOllamaShowsIsShownAgain(String name) {
        Json.Obj recorded = json(Recording.load("ollama/" + name).response().body());

        assertThat(
                        json(
                                OllamaModels.show(
                                        "tiny",
                                        Optional.of(recorded),
                                        Optional.empty(),
                                        OptionalInt.empty())))
                .isEqualTo(recorded);
    }

    @Test
    void aModelOfAnotherBackendHasAllThatClientsRelyOn() {
        Json.Obj model = first(OllamaModels.tags(List.of(ModelInfo.of("gpt"))));

        assertThat(model.members().keySet())
                .containsExactly(
                        "name",
                        "model",
                        "modified_at",
                        "size",
                        "digest",
                        "details",
                        "capabilities");
        assertThat(model.text("name")).hasValue("gpt:latest");
        assertThat(model.text("digest")).hasValueSatisfying(d -> assertThat(d).hasSize(64));
        assertThat(OffsetDateTime.parse(model.text("modified_at").orElseThrow()).toInstant())
                .isEqualTo(Instant.EPOCH);
        assertThat(model.get("details").orElseThrow())
                .hasToString(
                        "{\"parent_model\":\"\",\"format\":\"unknown\",\"family\":\"unknown\","
                                + "\"families\":[\"unknown\"],\"parameter_size\":\"unknown\","
                                + "\"quantization_level\":\"unknown\"}");
        assertThat(model.get("capabilities").orElseThrow())
                .hasToString("[\"completion\",\"tools\"]");
    }

    @Test
    void noTwoModelsHaveOneDigest() {
        byte[] tags = Recording.load("ollama/tags").response().body();
        ModelInfo model = BACKEND.decodeModels("b", tags).getFirst();
        ModelInfo copy =
                new ModelInfo(
                        "copy:latest",
                        model.created(),
                        model.size(),
                        model.digest(),
                        model.owner(),
                        model.details(),
                        model.listed());
        byte[] listed =
                OllamaModels.tags(List.of(model, copy, ModelInfo.of("a"), ModelInfo.of("b")));
        List<Json> digests =
                new Members("", json(listed))
                        .items("models").stream()
                                .map(entry -> ((Json.Obj) entry).get("digest").orElseThrow())
                                .toList();

        assertThat(new HashSet<>(digests)).hasSize(4);
    }

    @Test
    void aRunningModelHasAnOllamasKeysAndNoOthers() {
        Json.Obj entry = json(utf8("{\"model\":\"m\",\"modified_at\":\"x\",\"odd\":1}"));

        assertThat(first(OllamaModels.running(List.of(running(entry, Optional.empty())))).members())
                .containsOnlyKeys(
                        "name", "model", "size", "digest", "details", "expires_at", "size_vram");
    }

    @Test
    void whatIsListedOfAModelIsKnownOfItWhileItRuns() {
        ModelInfo listed =
                new ModelInfo(
                        "m",
                        Optional.empty(),
                        0,
                        Optional.of("ab".repeat(32)),
                        Optional.empty(),
                        Json.Obj.EMPTY.with("family", Json.of("llama")),
                        Json.Obj.EMPTY.with("context_length", Json.of(4096)));

        Json.Obj shown =
                first(
                        OllamaModels.running(
                                List.of(
                                        running(
                                                json(utf8("{\"model\":\"m\"}")),
                                                Optional.of(listed)))));

        assertThat(shown.get("details"))
                .isEqualTo(first(OllamaModels.tags(List.of(listed))).get("details"));
        assertThat(shown.get("details").orElseThrow().toString()).contains("llama");
        assertThat(shown.text("digest")).contains("ab".repeat(32));
        assertThat(shown.get("context_length")).contains(Json.of(4096));
    }

    private static OllamaModels.RunningModel running(Json.Obj entry, Optional<ModelInfo> listed) {
        Json.Obj answer = Json.Obj.EMPTY.with("models", new Json.Arr(List.of(entry)));
        return new OllamaModels.RunningModel(OllamaLoadedModels.in(answer).getFirst(), listed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"meta\":{\"n_ctx_train\":4096}}",
                "{\"max_model_len\":4096}",
                "{\"context_length\":4096}",
                "{\"meta\":{\"n_ctx\":4096,\"n_ctx_train\":131072}}"
            })
    void aModelOfAnotherBackendIsShownWithItsContext(String listed) {
        ModelInfo model = listed(listed);
        Json.Obj shown =
                json(
                        OllamaModels.show(
                                "gpt", Optional.empty(), Optional.of(model), OptionalInt.empty()));

        assertThat(shown.get("model_info").orElseThrow())
                .hasToString(
                        "{\"general.architecture\":\"unknown\",\"general.basename\":\"gpt\","
                                + "\"unknown.context_length\":4096}");
        assertThat(shown.get("capabilities").orElseThrow())
                .hasToString("[\"completion\",\"tools\"]");
    }

    @Test
    void aModelOfWhichTheKindsAloneAreKnownIsShownAsThese() {
        Json.Obj shown =
                json(
                        OllamaModels.show(
                                "gpt",
                                Optional.empty(),
                                Optional.of(listed("{\"kinds\":[\"embedding\"]}")),
                                OptionalInt.empty()));

        assertThat(shown.get("capabilities").orElseThrow()).hasToString("[\"embedding\"]");
    }

    @Test
    void theRoomThatThereIsComesBeforeWhatIsListedAndThereIsAlwaysSome() {
        ModelInfo listed = listed("{\"meta\":{\"n_ctx_train\":131072}}");

        assertThat(contextOf(listed, OptionalInt.of(8192))).isEqualTo("8192");
        assertThat(contextOf(listed, OptionalInt.empty())).isEqualTo("131072");
        assertThat(contextOf(ModelInfo.of("gpt"), OptionalInt.empty())).isEqualTo("32768");
    }

    private static String contextOf(ModelInfo listed, OptionalInt told) {
        Json.Obj shown =
                json(OllamaModels.show("gpt", Optional.empty(), Optional.of(listed), told));
        return ((Json.Obj) shown.get("model_info").orElseThrow())
                .get("unknown.context_length")
                .orElseThrow()
                .toString();
    }

    private static ModelInfo listed(String entry) {
        return new ModelInfo(
                "gpt",
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                Json.Obj.EMPTY,
                json(utf8(entry)));
    }

    @ParameterizedTest
    @CsvSource({"0.12.6,0.12.6", "0.1.0-SNAPSHOT,0.1.0", "dev,0.0.0"})
    void aVersionIsNumbersAlone(String version, String told) {
        assertThat(text(OllamaModels.version(version))).isEqualTo("{\"version\":\"" + told + "\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"model\":\"m\"}", "{\"name\":\"m\"}", "{\"model\":\"\",\"name\":\"m\"}"})
    void theModelToShowHasTwoNames(String body) {
        assertThat(OllamaModels.requestedModel(utf8(body))).isEqualTo("m");
    }

    @Test
    void aModelToShowMustBeNamed() {
        assertThat(Failing.failure(() -> OllamaModels.requestedModel(utf8("{}"))))
                .isEqualTo(new Failure.Invalid("model", "model is required"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "[]", "{\"models\":{}}", "{}", "{\"data\":[]}"})
    void whatIsNoListIsABackendThatFailed(String body) {
        assertThat(Failing.failure(() -> BACKEND.decodeModels("b", utf8(body))))
                .isInstanceOf(Failure.BackendFailed.class);
    }

    @Test
    void anEntryThatNamesNoModelHidesNoOther() {
        byte[] list =
                utf8(
                        "{\"models\":[{\"model\":\"a\"},{\"name\":5},{},7,null,"
                                + "{\"model\":\"\",\"name\":\"\"},{\"name\":5,\"model\":\"b\"},"
                                + "{\"name\":\"c\",\"model\":{},\"digest\":5,\"details\":[],"
                                + "\"modified_at\":5,\"size\":\"x\"}]}");

        assertThat(BACKEND.decodeModels("b", list))
                .extracting(ModelInfo::id)
                .containsExactly("a", "b", "c");
    }

    private static Json.Obj first(byte[] list) {
        return (Json.Obj) new Members("", json(list)).items("models").getFirst();
    }
}
