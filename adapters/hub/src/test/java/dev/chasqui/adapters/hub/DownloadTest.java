package dev.chasqui.adapters.hub;

import static dev.chasqui.adapters.hub.StandInHub.FILES;
import static dev.chasqui.adapters.hub.StandInHub.REFS;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A file is downloaded complete and with the right checksum, or not at all. */
class DownloadTest extends HubCase {

    @Test
    void aModelComesAndIsKept() throws Exception {
        List<Path> files = fetch();

        assertIs(files, CONTENT);
        assertThat(parts()).isEmpty();
        assertThat(told).anyMatch(text -> text.contains(NAME) && text.contains("300.0 kB"));
        assertThat(Files.readString(cache().resolve("models--org--tiny-GGUF/refs/main")))
                .isEqualTo(StandInHub.REVISION);
    }

    @Test
    void oneThatIsThereTakesOneRequest() throws Exception {
        fetch();
        server.requests().clear();

        assertFetches();

        assertThat(server.requests()).extracting(StandInHub.Request::target).containsExactly(REFS);
    }

    @Test
    void whatBreaksOffGoesOnWhereItBroke() throws Exception {
        server.script(
                FILES,
                StandInHub.breaksOff(CONTENT, 100_000),
                StandInHub.breaksOff(CONTENT, 50_000));

        assertFetches();

        List<StandInHub.Request> asked = server.requests(FILES);
        assertThat(asked).extracting(StandInHub.Request::from).containsExactly(0, 100_000, 150_000);
        assertThat(asked.getLast().header("if-range")).isPresent();
    }

    @RepeatedTest(20)
    void itComesWholeHoweverItBreaks(RepetitionInfo repetition) throws Exception {
        Random random = new Random(repetition.getCurrentRepetition());
        int have = 0;
        for (int i = 0; i < 3 && have < CONTENT.length; i++) {
            int piece = random.nextInt(CONTENT.length - have);
            server.script(FILES, StandInHub.breaksOff(CONTENT, piece));
            have += piece;
        }

        assertFetches();
    }

    @Test
    void anEarlierFetchIsGoneOnWith() throws Exception {
        server.script(FILES, StandInHub.breaksOff(CONTENT, 100_000));
        server.script(FILES, status(500), status(500), status(500));
        assertThat(failure().reason()).isEqualTo(HubException.Reason.UNREACHABLE);
        assertThat(parts()).hasSize(1);

        assertFetches();
        assertThat(server.requests(FILES).getLast().from()).isEqualTo(100_000);
    }

    @Test
    void whatWasDamagedInTheMeantimeComesAnew() throws Exception {
        Path blobs = Files.createDirectories(cache().resolve("models--org--tiny-GGUF/blobs"));
        Files.write(blobs.resolve(Listing.sha256(CONTENT) + ".part"), new byte[1000]);

        assertFetches();

        assertThat(told).anyMatch(text -> text.contains("damaged"));
        assertThat(server.requests(FILES))
                .extracting(StandInHub.Request::from)
                .containsExactly(1000, 0);
    }

    @Test
    void aPartThatIsTooLongComesAnew() throws Exception {
        Path blobs = Files.createDirectories(cache().resolve("models--org--tiny-GGUF/blobs"));
        Files.write(blobs.resolve(Listing.sha256(CONTENT) + ".part"), new byte[CONTENT.length + 1]);

        assertFetches();
    }

    @Test
    void aPartThatIsWholeIsNotAskedFor() throws Exception {
        Path blobs = Files.createDirectories(cache().resolve("models--org--tiny-GGUF/blobs"));
        Files.write(blobs.resolve(Listing.sha256(CONTENT) + ".part"), CONTENT);

        assertFetches();

        assertThat(server.requests(FILES)).isEmpty();
    }

    @Test
    void aServerThatIgnoresTheRangeIsTakenAtItsWord() throws Exception {
        server.script(
                FILES,
                StandInHub.breaksOff(CONTENT, 100_000),
                (_, reply) -> reply.head(200, "Content-Length: " + CONTENT.length).write(CONTENT));

        assertFetches();
    }

    @Test
    void anotherRangeThanAskedForIsNotTaken() throws Exception {
        server.script(
                FILES,
                StandInHub.breaksOff(CONTENT, 100_000),
                (_, reply) ->
                        reply.head(
                                        206,
                                        "Content-Range: bytes 0-" + (CONTENT.length - 1) + "/*",
                                        "Content-Length: " + CONTENT.length)
                                .write(CONTENT));

        assertFetches();

        assertThat(server.requests(FILES))
                .extracting(StandInHub.Request::from)
                .containsExactly(0, 100_000, 0);
    }

    @Test
    void aFileThatChangesBetweenTwoTriesBeginsAnew() throws Exception {
        byte[] old = Listing.bytes(CONTENT.length, 2);
        server.script(FILES, StandInHub.breaksOff(old, 100_000));

        assertFetches();

        assertThat(server.requests(FILES).getLast().header("if-range"))
                .contains("\"" + Listing.sha256(old).substring(0, 8) + "\"");
    }

    @Test
    void aRangeThatThereIsNotBeginsAnew() throws Exception {
        server.script(FILES, StandInHub.breaksOff(CONTENT, 100_000), status(416));

        assertFetches();

        assertThat(server.requests(FILES))
                .extracting(StandInHub.Request::from)
                .containsExactly(0, 100_000, 0);
    }

    @Test
    void anotherSizeThanListedIsRefused() throws Exception {
        server.script(
                FILES,
                (_, reply) -> reply.head(200, "Content-Length: 5").write("short"),
                (_, reply) -> reply.head(200).write(Arrays.copyOf(CONTENT, CONTENT.length + 1)));

        for (int i = 0; i < 2; i++) {
            HubException failure = failure();
            assertThat(failure.reason()).isEqualTo(HubException.Reason.INVALID_ANSWER);
            assertThat(failure).hasMessageContaining("300000 bytes that the hub lists");
        }
    }

    @Test
    void aPieceOfADifferentFileIsRefused() throws Exception {
        server.script(
                FILES,
                StandInHub.breaksOff(CONTENT, 100_000),
                (_, reply) -> reply.head(206, "Content-Range: bytes 100000-400000/400001"));

        assertThat(failure()).hasMessageContaining("400001 bytes");
    }

    @Test
    void anEndThatComesEarlyIsNoEnd() throws Exception {
        byte[] half = Arrays.copyOf(CONTENT, 100_000);
        server.script(FILES, (_, reply) -> reply.head(200).write(half));

        assertFetches();

        assertThat(server.requests(FILES).getLast().from()).isEqualTo(100_000);
    }

    @Test
    void anotherChecksumThanListedIsRefusedAndNotKept() throws Exception {
        byte[] other = Listing.bytes(CONTENT.length, 3);
        server.script(FILES, (request, reply) -> StandInHub.send(request, reply, other));

        HubException failure = failure();

        assertThat(failure.reason()).isEqualTo(HubException.Reason.INVALID_ANSWER);
        assertThat(failure)
                .hasMessageContaining(NAME)
                .hasMessageContaining(Listing.sha256(CONTENT));
        assertThat(parts()).allSatisfy(part -> assertThat(part).isEmptyFile());
        assertFetches();
    }

    @Test
    void aSmallFileIsCheckedAsGitDoes() throws Exception {
        byte[] content = "hello\n".getBytes(StandardCharsets.UTF_8);
        server.with(NAME, content);
        server.script(
                StandInHub.TREE,
                (_, reply) ->
                        reply.whole(
                                200,
                                "[{\"type\":\"file\",\"size\":6,\"path\":\""
                                        + NAME
                                        + "\",\"oid\":\"ce013625030ba8dba906f756967f9e9ca394464a\"}]"));

        assertIs(fetch(), content);
    }

    @Test
    void silenceCountsAsBroken() throws Exception {
        HubTimeouts impatient =
                new HubTimeouts(
                        QUICK.connect(),
                        QUICK.answer(),
                        QUICK.freshnessCheck(),
                        Duration.ofMillis(200),
                        QUICK.pause(),
                        QUICK.longestPause(),
                        QUICK.tries(),
                        QUICK.otherDownload());
        server.script(
                FILES,
                (_, reply) -> {
                    reply.head(200, "Content-Length: " + CONTENT.length);
                    reply.write(Arrays.copyOf(CONTENT, 1000));
                    reply.hang();
                });

        assertIs(fetch(MODEL, settings(impatient, false)), CONTENT);

        assertThat(told).anyMatch(text -> text.contains("nothing came for 200 ms"));
        assertThat(server.requests(FILES).getLast().from()).isEqualTo(1000);
    }

    @Test
    void aServerThatDoesNotAnswerCountsAsBroken() throws Exception {
        HubTimeouts impatient =
                new HubTimeouts(
                        QUICK.connect(),
                        Duration.ofMillis(200),
                        QUICK.freshnessCheck(),
                        QUICK.silence(),
                        QUICK.pause(),
                        QUICK.longestPause(),
                        2,
                        QUICK.otherDownload());
        server.script(REFS, (_, reply) -> reply.hang(), (_, reply) -> reply.hang());

        assertThat(failure(MODEL, settings(impatient, false)))
                .hasMessageContaining("no answer for 200 ms");
    }

    static StandInHub.Script status(int status, String... headers) {
        return (_, reply) -> reply.whole(status, "{\"error\":\"no\"}", headers);
    }
}
