package dev.chasqui.adapters.logs.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.departures.DecisionLedger.Verified;
import dev.chasqui.domain.exchange.Cancellation;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class TamperingTest {
    @TempDir private Path folder;
    private List<String> lines = List.of();

    @BeforeEach
    void write() throws IOException {
        Chains.write(folder, 4);
        lines = new ArrayList<>(Chains.lines(folder));
    }

    private Optional<String> broken() throws IOException {
        Chains.replace(folder, lines);
        return Chains.verify(folder).broken();
    }

    @Test
    void anUntouchedChainIsInOrder() {
        Verified verified = Chains.verify(folder);

        assertThat(verified.broken()).isEmpty();
        assertThat(verified.entries()).isEqualTo(5);
        assertThat(verified.last()).isEqualTo(5);
        assertThat(lines.getLast()).endsWith("\"hash\":\"" + verified.head() + "\"}");
    }

    @Test
    void theHashOfALineIsTheSha256OfItsBytesWithoutIt() {
        for (String line : lines) {
            int at = line.lastIndexOf(",\"hash\":\"");
            String hash = line.substring(at + 9, line.length() - 2);

            assertThat(
                            ChainLine.sha256(
                                    (line.substring(0, at) + "}").getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(hash);
        }
    }

    @Test
    void theScriptOfThePageChecksTheChain() throws Exception {
        String page = Files.readString(Path.of("../../docs/decisions-ledger.md"));
        String script =
                page.substring(page.indexOf("```sh\n") + 6, page.lastIndexOf("```"))
                        .replace("data/chasqui.decisions", folder.toString());

        assertThat(output(script)).isEqualTo(Chains.verify(folder).head());
        lines.set(2, lines.get(2).replace("ana", "bob"));
        Chains.replace(folder, lines);
        assertThat(output(script)).startsWith("broken: {\"seq\":3,");
    }

    private static String output(String script) throws IOException {
        Process shell = new ProcessBuilder("sh", "-c", script).redirectErrorStream(true).start();
        return new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    @Test
    void aChangedEntryIsFound() throws IOException {
        lines.set(2, lines.get(2).replace("ana", "bob"));

        assertThat(broken().orElseThrow()).contains("line 3: its bytes are not those");
    }

    @Test
    void anEntryThatWasChangedTogetherWithItsHashIsFoundByTheNextOne() throws IOException {
        String unsigned =
                lines.get(2).replace("ana", "bob").replaceFirst(",\"hash\":\"[0-9a-f]*\"}$", "}");
        String hash = ChainLine.sha256(unsigned.getBytes(StandardCharsets.UTF_8));
        lines.set(2, unsigned.substring(0, unsigned.length() - 1) + ",\"hash\":\"" + hash + "\"}");

        assertThat(broken().orElseThrow()).contains("line 4: it does not follow");
    }

    @Test
    void aRemovedEntryIsFound() throws IOException {
        lines.remove(2);

        assertThat(broken().orElseThrow()).contains("line 3: it is entry 4");
    }

    @Test
    void reorderedEntriesAreFound() throws IOException {
        lines.add(1, lines.remove(2));

        assertThat(broken().orElseThrow()).contains("line 2: it is entry 3");
    }

    @Test
    void aBeginningThatIsNotThereIsFound() throws IOException {
        lines.removeFirst();

        assertThat(broken().orElseThrow()).contains("entries 1 to 1 are not there");
    }

    @Test
    void entriesRemovedAtTheEndAreSeenAgainstANotedHead() throws IOException {
        String head = Chains.verify(folder).head();
        Chains.write(folder, 1);
        assertThat(ChainReader.of(folder).verify(Optional.of(head), new Cancellation()).broken())
                .isEmpty();
        lines.removeLast();
        Chains.replace(folder, lines);

        assertThat(Chains.verify(folder).broken()).isEmpty();
        assertThat(
                        ChainReader.of(folder)
                                .verify(Optional.of(head), new Cancellation())
                                .broken()
                                .orElseThrow())
                .contains("the hash that was noted is not in the chain");
    }

    @Test
    void aLineWithoutAnEndIsNoBreak() throws IOException {
        Files.writeString(
                Chains.files(folder).getFirst(), String.join("\n", lines) + "\n{\"seq\":6,\"a");

        Verified verified = Chains.verify(folder);

        assertThat(verified.broken()).isEmpty();
        assertThat(verified.unfinished().orElseThrow())
                .contains("line 6: it has no end (11 bytes)");
    }
}
