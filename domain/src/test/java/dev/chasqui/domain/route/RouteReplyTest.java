package dev.chasqui.domain.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

class RouteReplyTest {

    @Test
    void namesOfHeadersAreInLowerCase() {
        RouteReply reply =
                RouteReply.bytes(200, "image/png", new byte[1])
                        .with("ETag", "\"a b\"")
                        .with("Content-Type", "image/gif");

        assertThat(reply.headers())
                .containsOnly(Map.entry("etag", "\"a b\""), Map.entry("content-type", "image/gif"));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 100, 101, 199, 600})
    void aStatusThatEndsNoCallIsRefused(int status) {
        assertThatThrownBy(() -> RouteReply.json(status, Json.Obj.EMPTY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("status: " + status + " (expected: 200 to 599)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    Content-Length    | 3
                    Transfer-Encoding | chunked
                    Connection        | close
                    X Y               | z
                    X:                | z
                    ``                | z
                    x                 | ``
                    x                 | ñ
                    """)
    void aHeaderThatBreaksTheMessageIsRefused(String name, String value) {
        RouteReply reply = RouteReply.empty();

        assertThatThrownBy(() -> reply.with(name, value))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb: c", "a\nb", "a\u0000", " a", "a "})
    void aValueOfSeveralLinesIsRefused(String value) {
        RouteReply reply = RouteReply.empty();

        assertThatThrownBy(() -> reply.with("x", value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("header x:");
    }
}
