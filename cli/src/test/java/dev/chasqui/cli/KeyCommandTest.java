package dev.chasqui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.config.ConfigReader;
import dev.chasqui.adapters.config.governance.KeyConfig;
import dev.chasqui.domain.exchange.Caller;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class KeyCommandTest {
    @TempDir private Path folder = Path.of("");

    @Test
    void theLineForTheConfigurationHoldsTheDigestOfTheKey() throws Exception {
        CommandRun run = CommandRun.of(Map.of(), "key", "--name", "ana", "--role", "admin");

        assertThat(run.exitCode()).isZero();
        String key = line(run, "chq_");
        Path config = folder.resolve("config.json");
        Files.writeString(config, "{\"keys\":[" + line(run, "{") + "]}");
        assertThat(ConfigReader.read(Optional.of(config), Map.of(), Map.of()).keys())
                .containsExactly(
                        new KeyConfig(
                                "ana",
                                sha256(key),
                                Caller.Role.ADMIN,
                                List.of("*"),
                                false,
                                false,
                                List.of()));
    }

    @Test
    void everyKeyIsAnotherOneOf256Bits() {
        String one = line(CommandRun.of(Map.of(), "key"), "chq_");
        String other = line(CommandRun.of(Map.of(), "key"), "chq_");

        assertThat(one).matches("chq_[0-9A-Za-z]{43}").isNotEqualTo(other);
    }

    @Test
    void anUnknownRoleIsRefused() {
        CommandRun run = CommandRun.of(Map.of(), "key", "--role", "king");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--role", "king");
    }

    @Test
    void aNameThatTheConfigurationWouldNotTakeIsRefused() {
        CommandRun run = CommandRun.of(Map.of(), "key", "--name", "ana maria");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--name: ana maria (expected:");
        assertThat(run.out()).isEmpty();
    }

    private static String line(CommandRun run, String start) {
        return run.out()
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith(start))
                .findFirst()
                .orElseThrow();
    }

    private static String sha256(String key) throws Exception {
        return HexFormat.of()
                .formatHex(
                        MessageDigest.getInstance("SHA-256")
                                .digest(key.getBytes(StandardCharsets.UTF_8)));
    }
}
