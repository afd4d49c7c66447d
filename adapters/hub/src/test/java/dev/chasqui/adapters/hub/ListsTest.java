package dev.chasqui.adapters.hub;

import static dev.chasqui.adapters.hub.StandInHub.FILES;
import static dev.chasqui.adapters.hub.StandInHub.REVISION;
import static dev.chasqui.adapters.hub.StandInHub.TREE;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.model.HubModel;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.Random;
import java.util.StringJoiner;

/** Lists of files: long ones, endless ones, and names that would leave the folder. */
class ListsTest extends HubCase {
    private static final String SUM = Listing.sha256(CONTENT);

    @Test
    void aListOfManyPagesIsReadToItsEnd() throws Exception {
        int pages = 30;
        for (int page = 0; page < pages; page++) {
            StringJoiner entries = new StringJoiner(",", "[", "]");
            for (int i = 0; i < 1000; i++) {
                entries.add(Listing.entry("p" + page + "/f" + i + ".gguf", 1, SUM));
            }
            String next = server.url() + TREE + REVISION + "?recursive=true&cursor=" + page;
            server.script(
                    TREE,
                    (_, reply) ->
                            reply.whole(
                                    200, entries.toString(), "Link: <" + next + ">; rel=\"next\""));
        }
        String last = "[" + Listing.entry(NAME, CONTENT.length, SUM) + "]";
        server.script(TREE, (_, reply) -> reply.whole(200, last));

        assertFetches();

        assertThat(server.requests(TREE)).hasSize(pages + 1);
    }

    @Test
    void aListThatIsNotTrueIsAskedForAgain() throws Exception {
        String wrongSize = "[" + Listing.entry(NAME, CONTENT.length + 5, SUM) + "]";
        String wrongSum =
                "[" + Listing.entry(NAME, CONTENT.length, Listing.sha256(new byte[1])) + "]";
        server.script(
                TREE,
                (_, reply) -> reply.whole(200, wrongSize),
                (_, reply) -> reply.whole(200, wrongSum));

        assertThat(failure().reason()).isEqualTo(HubException.Reason.INVALID_ANSWER);
        assertThat(failure().reason()).isEqualTo(HubException.Reason.INVALID_ANSWER);
        assertFetches();
        assertFetches();

        assertThat(server.requests(TREE)).hasSize(3);
    }

    @Test
    void aListThatIsTrueInPartIsAskedForAgainToo() throws Exception {
        byte[] other = Listing.bytes(200_000, 2);
        server.with("tiny-Q8_0.gguf", other);
        String list =
                "["
                        + Listing.entry(NAME, CONTENT.length, SUM)
                        + ","
                        + Listing.entry("tiny-Q8_0.gguf", other.length, SUM)
                        + "]";
        HubModel second = HubModel.parse(StandInHub.REPO + ":Q8_0");
        server.script(TREE, (_, reply) -> reply.whole(200, list));
        assertFetches();

        assertThat(failure(second, settings(QUICK, false)).reason())
                .isEqualTo(HubException.Reason.INVALID_ANSWER);

        assertThat(fetch(second).getFirst()).hasBinaryContent(other);
    }

    @Test
    void aListThatLacksTheVariantIsAskedForAgain() throws Exception {
        byte[] other = Listing.bytes(200_000, 2);
        server.with("tiny-Q8_0.gguf", other);
        String list = "[" + Listing.entry(NAME, CONTENT.length, SUM) + "]";
        server.script(TREE, (_, reply) -> reply.whole(200, list));
        assertFetches();

        assertThat(fetch(HubModel.parse(StandInHub.REPO + ":Q8_0")).getFirst())
                .hasBinaryContent(other);
    }

    @Test
    void aListWithoutEndEnds() {
        StandInHub.Script[] again = new StandInHub.Script[5];
        java.util.Arrays.fill(
                again,
                (StandInHub.Script)
                        (request, reply) ->
                                reply.whole(
                                        200,
                                        "[]",
                                        "Link: <" + request.target() + ">; rel=\"next\""));
        server.script(TREE, again);

        assertThat(failure()).hasMessageContaining("the list of its files has no end");
    }

    @Test
    void anAnswerThatIsTooLongIsNotKept() {
        server.script(
                TREE,
                (_, reply) -> {
                    reply.head(200);
                    for (int i = 0; i < 2000; i++) {
                        reply.write(" ".repeat(16_384));
                    }
                });

        assertThat(failure()).hasMessageContaining("longer than 16.8 MB");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x-Q4_K_M.gguf",
                "a/../../x-Q4_K_M.gguf",
                "/etc/x-Q4_K_M.gguf",
                "a//x-Q4_K_M.gguf",
                "./x-Q4_K_M.gguf",
                "..\\x-Q4_K_M.gguf",
                "C:\\x-Q4_K_M.gguf",
                "C:x-Q4_K_M.gguf",
                "a\\u0000-Q4_K_M.gguf",
                "a\\n-Q4_K_M.gguf",
                ".hidden/x-Q4_K_M.gguf",
                "x /y-Q4_K_M.gguf",
                "x\\u202e-Q4_K_M.gguf"
            })
    void aNameThatGoesElsewhereIsNoFile(String path) {
        String text =
                path.contains("\\u") || path.contains("\\n") ? path : path.replace("\\", "\\\\");
        String list = "[" + Listing.entry("PATH", CONTENT.length, SUM).replace("PATH", text) + "]";
        server.script(TREE, (_, reply) -> reply.whole(200, list));

        assertThat(failure().reason()).isEqualTo(HubException.Reason.NOT_FOUND);
        assertThat(server.requests(FILES)).isEmpty();
    }

    @RepeatedTest(20)
    void noSafeNameLeavesItsFolder(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        String letters = "ab./\\:- \0%~\n";
        Path folder = temp.resolve("folder");
        for (int i = 0; i < 2000; i++) {
            StringBuilder path = new StringBuilder();
            for (int length = random.nextInt(12); length >= 0; length--) {
                path.append(letters.charAt(random.nextInt(letters.length())));
            }
            if (RepoFile.isSafe(path.toString())) {
                Path file = folder.resolve(path.toString());
                assertThat(file.normalize()).isEqualTo(file);
                assertThat(file.startsWith(folder)).isTrue();
                assertThat(file).isNotEqualTo(folder);
            }
        }
    }

    @Test
    void namesWithSpacesAndOtherLettersCome() throws Exception {
        String name = "a b+ü-Q4_K_M.gguf";
        String list = "[" + Listing.entry(name, CONTENT.length, SUM) + "]";
        server.script(TREE, (_, reply) -> reply.whole(200, list));
        server.script(FILES, (request, reply) -> StandInHub.send(request, reply, CONTENT));

        if (RepoFile.isSafe(name)) { // Not every system allows ü in names of files.
            assertThat(fetch().getFirst()).hasBinaryContent(CONTENT);
            assertThat(server.requests(FILES).getFirst().target())
                    .endsWith("/a%20b%2B%C3%BC-Q4_K_M.gguf");
        }
    }
}
