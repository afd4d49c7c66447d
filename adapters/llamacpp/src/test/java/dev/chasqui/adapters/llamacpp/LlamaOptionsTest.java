package dev.chasqui.adapters.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.processes.ConversationKeeper;
import dev.chasqui.adapters.processes.Launch;
import dev.chasqui.adapters.processes.ProgramHelp;
import dev.chasqui.adapters.processes.Recipe;
import dev.chasqui.domain.size.ByteSize;
import dev.chasqui.domain.size.Footprint;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The options that only newer versions of llama-server get. */
class LlamaOptionsTest {
    private static final String NEW =
            "-cram, --cache-ram N    set the maximum cache size\n"
                    + "--slot-save-path PATH    path to save slot kv cache";
    private static final ByteSize BOUND = ByteSize.ofMebibytes(LlamaOptions.CACHE_MEBIBYTES);

    @TempDir Path folder;

    @Test
    void theCacheOfPromptsIsBoundedAndCounted() throws Exception {
        Recipe.Prepared prepared = prepare(NEW);

        assertThat(prepared.launch().command()).containsSubsequence("--cache-ram", "512");
        assertThat(prepared.estimate().ram()).isEqualTo(BOUND);
        assertThat(prepared.growth()).isEqualTo(BOUND);
    }

    @Test
    void aServerThatDoesNotKnowTheOptionsIsNotTold() throws Exception {
        Recipe.Prepared prepared = prepare("--cache-ramp N    another option");

        assertThat(prepared.launch().command()).doesNotContain("--cache-ram", "--slot-save-path");
        assertThat(prepared.estimate()).isEqualTo(Footprint.NONE);
        assertThat(prepared.conversations()).isEmpty();
    }

    @Test
    void whatTheConfigSaysStands() throws Exception {
        for (List<String> args : List.of(List.of("-cram", "64"), List.of("--cache-ram=64"))) {
            Recipe.Prepared prepared = prepare(NEW, args.toArray(String[]::new));

            assertThat(prepared.launch().command()).doesNotContain("--cache-ram", "512");
            assertThat(prepared.growth()).isEqualTo(ByteSize.ofMebibytes(64));
        }
        assertThat(prepare(NEW, "--cache-ram", "-1").growth()).isEqualTo(ByteSize.ZERO);
        assertThat(prepare(NEW, "--slot-save-path", "/x/").conversations()).isEmpty();
    }

    @Test
    void conversationsGoIntoAFolderOfTheModel() throws Exception {
        Recipe.Prepared prepared = prepare(NEW);

        List<String> command = prepared.launch().command();
        String path = command.get(command.indexOf("--slot-save-path") + 1);
        assertThat(path).startsWith(folder.resolve("slots").toString()).endsWith("/");
        assertThat(prepared.conversations()).isPresent();
    }

    @Test
    void whatWasSavedIsOfNoUseToAnotherFileOrContext() throws Exception {
        prepare(NEW);
        Path saved = saveOne();
        prepare(NEW);
        assertThat(saved).exists();

        Files.setLastModifiedTime(folder.resolve("model.gguf"), FileTime.fromMillis(5_000));
        prepare(NEW);
        assertThat(saved).doesNotExist();

        saved = saveOne();
        prepare(NEW, "--ctx-size", "512");
        assertThat(saved).doesNotExist();
    }

    /** Writes a file under the name that the last run would give it. */
    private Path saveOne() throws Exception {
        SlotFolder folders = folders();
        Path any = folders.of("a");
        Recipe.Prepared prepared = prepare(NEW);
        try (FakeSlots server = new FakeSlots()) {
            server.folder(any);
            server.slots(3);
            prepared.conversations()
                    .orElseThrow()
                    .beforeStop(
                            new ConversationKeeper.RunningServer(
                                    server.port(), FakeSlots.KEY, _ -> {}));
        }
        return SlotFolder.inside(any).getFirst();
    }

    private SlotFolder folders() throws IOException {
        return SlotFolder.open(folder.resolve("slots"), List.of("a"), SlotFolder.MOST);
    }

    private Recipe.Prepared prepare(String help, String... args) throws Exception {
        Path program = folder.resolve("server");
        if (!Files.exists(program)) {
            Files.writeString(program, "#!/bin/sh\ncat <<'END'\n" + help + "\nEND\n");
        }
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Path file = folder.resolve("model.gguf");
        if (!Files.exists(file)) {
            Files.writeString(file, "a model");
        }
        Launch launch =
                new Launch(
                        List.of(program.toString(), "--model", file.toString()),
                        Map.of(),
                        "/health",
                        Duration.ofSeconds(1),
                        Duration.ZERO);
        return new LlamaOptions(
                        _ -> new Recipe.Prepared(launch, Footprint.NONE),
                        TestModels.model(file, List.of(args), Map.of()),
                        new ProgramHelp(program.toString()),
                        Optional.of(new SlotKeeper(folders(), "a", Duration.ofSeconds(20))))
                .prepare(_ -> {});
    }
}
