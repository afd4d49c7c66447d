package dev.chasqui.adapters.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.LoadFailure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.List;

/** Texts for callers show no paths of this machine. */
class PathRedactionTest {
    private final PathRedaction redaction =
            PathRedaction.of(
                    List.of("/opt/llama/bin/llama-server", "--model", "/srv/my models/a b.gguf"),
                    List.of(Path.of("/home/ada love")));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "loading model '/tmp/hostile/w/f.gguf' | loading model 'f.gguf'",
                "open(/srv/my models/a b.gguf): no | open(a b.gguf): no",
                "mmproj /srv/my models/more/p.gguf. | mmproj p.gguf.",
                "in /home/ada love/.cache/hf/x.gguf, gone | in x.gguf, gone",
                "/usr/lib/libcuda.so.1: cannot open | libcuda.so.1: cannot open",
                "at ~/models/x.gguf | at x.gguf",
                "file:///a/b/c.cpp:12: failed | file:c.cpp:12: failed",
                "file:/a/b/c.cpp:12: failed | file:c.cpp:12: failed",
                "folder /a/b/ is full | folder b is full",
                "GET /health gave 404 | GET /health gave 404",
                "http://127.0.0.1:80/v1/models is up | http://127.0.0.1:80/v1/models is up",
                "http://[::1]/v1/models, 3/4 of a/b | http://[::1]/v1/models, 3/4 of a/b",
            })
    void aFileIsToldByItsBareName(String said, String told) {
        assertThat(redaction.hide(said)).isEqualTo(told);
    }

    @Test
    void ofALongTextTheBeginningAndTheEndAreTold() {
        String said = "it ended with status 3; it said:\n" + "x/y ".repeat(20_000) + "\nthe end";

        LoadFailure told = redaction.forCaller(new LoadFailure(true, said));

        assertThat(told.outOfMemory()).isTrue();
        assertThat(told.why())
                .hasSize(4096)
                .startsWith("it ended with status 3; it said:\n…")
                .endsWith("the end");
    }
}
