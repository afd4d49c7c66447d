package dev.chasqui.bootstrap.library;

import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.ReplyWriter;
import dev.chasqui.testing.WireMessage;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** A fake of the hub with one model in one file. */
record FakeHub(FakeBackend server, byte[] file) implements AutoCloseable {
    static final String REPO = "org/tiny-GGUF";
    private static final String REVISION = "0123456789abcdef0123456789abcdef01234567";
    static final String FILE = "/" + REPO + "/resolve/" + REVISION + "/tiny-Q8_0.gguf";

    static FakeHub start(byte[] file) throws Exception {
        String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        String model = "/api/models/" + REPO;
        FakeBackend server =
                FakeBackend.start()
                        .on(
                                "GET",
                                model + "/refs",
                                Answer.json(
                                        200,
                                        """
                                        {"tags":[],"branches":[{"name":"main","ref":"refs/heads/main",\
                                        "targetCommit":"%s"}]}\
                                        """
                                                .formatted(REVISION)))
                        .on(
                                "GET",
                                model + "/tree/" + REVISION,
                                Answer.json(
                                        200,
                                        """
                                        [{"type":"file","oid":"%s","size":%2$d,"path":"tiny-Q8_0.gguf",\
                                        "lfs":{"oid":"%3$s","size":%2$d,"pointerSize":1}}]\
                                        """
                                                .formatted(REVISION, file.length, sha256)));
        FakeHub hub = new FakeHub(server, file);
        server.on("GET", FILE, hub::send);
        return hub;
    }

    /** Returns the environment of a server that uses this hub. */
    Map<String, String> environment(Path cache) {
        return Map.of("HF_ENDPOINT", server.url().toString(), "HF_HUB_CACHE", cache.toString());
    }

    /** Returns an answer that sends the beginning of the file and then nothing more. */
    Answer firstHalf() {
        return (request, reply) -> {
            reply.head(
                    "HTTP/1.1 200 OK",
                    List.of(
                            new Header("Content-Length", Integer.toString(file.length)),
                            new Header("ETag", "\"x\"")));
            reply.piece(Arrays.copyOf(file, file.length / 2));
            reply.awaitHangUp();
        };
    }

    void send(WireMessage request, ReplyWriter reply) throws IOException {
        int from =
                request.header("Range")
                        .map(range -> Integer.parseInt(range.replaceAll("\\D", "")))
                        .orElse(0);
        reply.head(
                from == 0 ? "HTTP/1.1 200 OK" : "HTTP/1.1 206 Partial",
                List.of(
                        new Header("Content-Length", Integer.toString(file.length - from)),
                        new Header("ETag", "\"x\""),
                        new Header(
                                "Content-Range",
                                "bytes " + from + "-" + (file.length - 1) + "/" + file.length)));
        reply.piece(Arrays.copyOfRange(file, from, file.length));
        reply.end();
    }

    @Override
    public void close() {
        server.close();
    }
}
