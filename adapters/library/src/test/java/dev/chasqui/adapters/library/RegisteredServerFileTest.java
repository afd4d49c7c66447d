package dev.chasqui.adapters.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.application.port.registry.DrainedServer;
import dev.chasqui.application.port.registry.RegisteredServers;
import dev.chasqui.application.port.registry.ServerEntry;
import dev.chasqui.application.port.registry.ServerKey;
import dev.chasqui.application.port.registry.ServerKind;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.Zone;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The file of registered servers. */
class RegisteredServerFileTest {
    private static final ServerEntry DESK =
            new ServerEntry(
                    "desk-80",
                    "http://desk",
                    Set.of(ServerKind.CHAT, ServerKind.TTS),
                    Optional.of(new ServerKey("sk-0123456789")),
                    Optional.of(Zone.RESTRICTED),
                    Optional.of("tei"),
                    List.of("bge"));
    private static final ServerEntry RACK =
            new ServerEntry(
                    "rack-80",
                    "http://rack",
                    Set.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of());

    @TempDir private Path folder;

    private Path file() {
        return folder.resolve("new/servers.json");
    }

    @Test
    void whatWasSavedIsThereAfterAnotherOpening() throws IOException {
        RegisteredServers saved =
                RegisteredServers.NONE
                        .with(DESK)
                        .with(RACK)
                        .with(new DrainedServer("desk-80", "http://desk"));
        RegisteredServerFile.open(file()).save(saved);

        assertThat(RegisteredServerFile.open(file()).present()).isEqualTo(saved);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");

        RegisteredServerFile.open(file()).save(saved.without(DESK));
        assertThat(RegisteredServerFile.open(file()).present())
                .isEqualTo(RegisteredServers.NONE.with(RACK));
    }

    @Test
    void withoutAFileThereAreNone() {
        assertThat(RegisteredServerFile.open(file()).present()).isEqualTo(RegisteredServers.NONE);
        assertThat(file()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"servers\":[],\"drained\":{}}",
                "{\"servers\":[{\"id\":\"a\",\"url\":\"b\",\"kinds\":[7],\"models\":[]}],"
                        + "\"drained\":[]}",
                "{\"servers\":[{\"id\":\"a\",\"url\":\"b\",\"zone\":\"x\",\"kinds\":[],"
                        + "\"models\":[]}],\"drained\":[]}",
                "{\"servers\":[{\"id\":\"a\",\"url\":\"b\",\"kinds\":[],\"models\":[]},"
                        + "{\"id\":\"a\",\"url\":\"c\",\"kinds\":[],\"models\":[]}],\"drained\":[]}"
            })
    void aDamagedFileIsRefusedAndLeftAlone(String content) throws IOException {
        Files.createDirectories(folder.resolve("new"));
        Files.writeString(file(), content);

        assertThatThrownBy(() -> RegisteredServerFile.open(file()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the registered servers cannot be read: ")
                .hasMessageContaining("move it away");
        assertThat(file()).hasContent(content);
    }

    @Test
    void aKindOfANewerVersionIsLeftOut() throws IOException {
        Files.createDirectories(folder.resolve("new"));
        Files.writeString(
                file(),
                "{\"servers\":[{\"id\":\"a\",\"url\":\"http://a\",\"kinds\":[\"video\",\"tts\"],"
                        + "\"models\":[]}],\"drained\":[]}");

        assertThat(RegisteredServerFile.open(file()).present().servers())
                .extracting(ServerEntry::kinds)
                .containsExactly(Set.of(ServerKind.TTS));
    }

    @Test
    void theDrainedStandInTheOrderOfTheirNames() throws IOException {
        RegisteredServers saved = RegisteredServers.NONE;
        for (String name : List.of("c", "a", "d", "b")) {
            saved = saved.with(new DrainedServer(name, "http://x"));
        }
        RegisteredServerFile.open(file()).save(saved);

        assertThat(Files.readString(file())).containsPattern("\"a\".*\"b\".*\"c\".*\"d\"");
    }

    @Test
    void whatCannotBeWrittenIsNotThere() throws IOException {
        RegisteredServerFile servers = RegisteredServerFile.open(file());
        Files.writeString(folder.resolve("new"), "a file in place of the folder");

        assertThatThrownBy(() -> servers.save(RegisteredServers.NONE.with(DESK)))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.DiskFull.class));
        assertThat(servers.present()).isEqualTo(RegisteredServers.NONE);
    }
}
