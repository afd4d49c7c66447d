package dev.chasqui.adapters.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.derived.DerivedModel;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

class DerivedModelFilesTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    @TempDir private Path folder;

    private static DerivedModel model(String name) {
        return new DerivedModel(
                name,
                "base",
                Optional.of("Be \"brief\".\nÜber alles."),
                List.of(Message.of(Role.USER, "Hi"), Message.of(Role.ASSISTANT, "")),
                Json.Obj.EMPTY.with("temperature", new Json.Num("0.20")),
                Json.Obj.EMPTY.with("num_ctx", Json.of(4096)),
                List.of("CC0", "MIT"),
                Optional.of("{{ .Prompt }}"),
                NOW);
    }

    @Test
    void whatIsPutIsThereForTheNextStartAndWhatIsRemovedIsNot() {
        DerivedModelFiles first = DerivedModelFiles.open(folder.resolve("new"));
        first.put(model("b"));
        first.put(model("org/a:7b"));
        first.put(DerivedModel.of("b", "other", NOW));

        List<DerivedModel> again = DerivedModelFiles.open(folder.resolve("new")).all();

        assertThat(again)
                .containsExactly(DerivedModel.of("b:latest", "other", NOW), model("org/a:7b"))
                .isEqualTo(first.all());
        assertThat(first.remove("b:latest")).isTrue();
        assertThat(first.remove("b:latest")).isFalse();
        assertThat(DerivedModelFiles.open(folder.resolve("new")).all())
                .containsExactly(model("org/a:7b"));
    }

    @Test
    void theListIsTheSameObjectUntilAModelChanges() {
        DerivedModelFiles files = DerivedModelFiles.open(folder);
        List<DerivedModel> before = files.all();
        assertThat(files.all()).isSameAs(before);
        files.put(model("a"));
        assertThat(files.all()).isNotSameAs(before).isSameAs(files.all());
    }

    @Test
    void namesThatDifferInAnyCharacterHaveFilesOfTheirOwn() throws IOException {
        DerivedModelFiles files = DerivedModelFiles.open(folder);
        for (String name : List.of("a/b", "a:b", "a_b", "A_b", "x".repeat(300), "x".repeat(301))) {
            files.put(model(name));
        }
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).hasSize(6);
        }
        assertThat(DerivedModelFiles.open(folder).all()).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"name\":\"x\"}",
                "{\"name\":\"x\",\"from\":\"y\",\"created\":\"yesterday\"}",
                "{\"name\":\"x\",\"from\":\"y\",\"created\":\"2026-11-30T12:00:00Z\",\"messages\":[7]}",
                "{\"name\":\"x\",\"from\":\"y\",\"created\":\"2026-11-30T12:0"
            })
    void aFileThatCannotBeReadIsLeftAloneAndHidesNoOther(String content) throws IOException {
        DerivedModelFiles.open(folder).put(model("a"));
        Files.writeString(folder.resolve("broken.json"), content);
        Files.writeString(folder.resolve("half.json.tmp"), "{\"name\":");

        assertThat(DerivedModelFiles.open(folder).all()).containsExactly(model("a"));
        assertThat(folder.resolve("broken.json")).hasContent(content);
    }

    @Test
    void aCopyOfAFileIsLeftAloneAndTheModelCanBeDeleted() throws IOException {
        DerivedModelFiles.open(folder).put(model("a"));
        try (Stream<Path> all = Files.list(folder)) {
            Files.copy(all.findFirst().orElseThrow(), folder.resolve("0 copy.json"));
        }

        DerivedModelFiles files = DerivedModelFiles.open(folder);
        assertThat(files.all()).containsExactly(model("a"));
        assertThat(files.remove("a:latest")).isTrue();

        assertThat(DerivedModelFiles.open(folder).all()).isEmpty();
        assertThat(folder.resolve("0 copy.json")).exists();
    }

    @Test
    void aHugeModelIsRefused() {
        DerivedModelFiles files = DerivedModelFiles.open(folder);
        DerivedModel huge =
                new DerivedModel(
                        "huge",
                        "base",
                        Optional.of("x".repeat(5 << 20)),
                        List.of(),
                        Json.Obj.EMPTY,
                        Json.Obj.EMPTY,
                        List.of(),
                        Optional.empty(),
                        NOW);
        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> files.put(huge))
                .satisfies(e -> assertThat(e.failure()).isInstanceOf(Failure.Invalid.class));
        assertThat(files.all()).isEmpty();
    }

    @Test
    void allModelsTogetherHaveABoundWhenTheyArePutAndWhenTheyAreRead() throws IOException {
        DerivedModelFiles unbounded = DerivedModelFiles.open(folder);
        unbounded.put(model("a"));
        unbounded.put(model("b"));
        long bytes = 0;
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.toList()) {
                bytes += Files.size(file);
            }
        }

        DerivedModelFiles full = DerivedModelFiles.open(folder, bytes);
        full.put(model("b"));
        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> full.put(model("c")))
                .satisfies(e -> assertThat(e.failure()).isInstanceOf(Failure.Invalid.class));
        assertThat(full.all()).hasSize(2);
        assertThat(full.remove("a:latest")).isTrue();
        full.put(model("c"));

        assertThat(DerivedModelFiles.open(folder, bytes - 1).all()).hasSize(1);
        assertThat(DerivedModelFiles.open(folder, bytes).all()).hasSize(2);
    }

    @Test
    void whatCannotBeWrittenIsNotThereAndTheFailureSaysWhatToDo() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        DerivedModelFiles files = DerivedModelFiles.open(file);

        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> files.put(model("a")))
                .satisfies(
                        e -> {
                            assertThat(e.failure()).isInstanceOf(Failure.DiskFull.class);
                            assertThat(e.failure().message()).contains("make room");
                        });
        assertThat(files.all()).isEmpty();
    }
}
