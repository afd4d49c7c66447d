package dev.chasqui.adapters.dialects.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

class SpliceTest {
    private static final String BODY = " { \"a\" : 1 ,\n \"b\": \"ü\" , \"c\":[ 2 ] } \n";

    @Test
    void withoutEditsItIsTheVeryBody() {
        BodyScan scan = scan(BODY);
        assertThat(new Splice(scan).bytes()).isSameAs(scan.body());
        assertThat(new Splice(scan).remove("nope").bytes()).isSameAs(scan.body());
    }

    @Test
    void aReplacedValueLeavesEveryOtherByte() {
        assertThat(text(splice(BODY).set("b", Json.of("漢"))))
                .isEqualTo(" { \"a\" : 1 ,\n \"b\": \"漢\" , \"c\":[ 2 ] } \n");
    }

    @Test
    void aRemovedMemberTakesOneCommaAlong() {
        assertThat(text(splice(BODY).remove("a"))).isEqualTo(" { \"b\": \"ü\" , \"c\":[ 2 ] } \n");
        assertThat(text(splice(BODY).remove("b"))).isEqualTo(" { \"a\" : 1 , \"c\":[ 2 ] } \n");
        assertThat(text(splice(BODY).remove("c"))).isEqualTo(" { \"a\" : 1 ,\n \"b\": \"ü\" } \n");
        assertThat(text(splice(BODY).remove("a").remove("b"))).isEqualTo(" { \"c\":[ 2 ] } \n");
    }

    @Test
    void anAddedMemberJoinsAtTheEnd() {
        assertThat(text(splice(BODY).set("d\"", Json.of(true)).set("e", Json.of(5))))
                .isEqualTo(
                        " { \"a\" : 1 ,\n \"b\": \"ü\" , \"c\":[ 2 ],\"d\\\"\":true,\"e\":5 } \n");
        assertThat(text(splice(" { } ").set("a", Json.of(1)))).isEqualTo(" { \"a\":1} ");
        assertThat(text(splice("{\"a\":1}").remove("a").set("b", Json.of(1))))
                .isEqualTo("{\"b\":1}");
    }

    @Test
    void everyMixOfEditsGivesTheObjectThatItMeans() {
        for (int mix = 0; mix < 81; mix++) {
            BodyScan scan = scan(BODY);
            Json.Obj expected = (Json.Obj) JsonReader.read(scan.body());
            Splice splice = new Splice(scan);
            int choices = mix;
            for (String name : List.of("a", "b", "c", "d")) {
                if (choices % 3 == 1) {
                    splice.set(name, Json.of(name));
                    expected = expected.with(name, Json.of(name));
                } else if (choices % 3 == 2) {
                    splice.remove(name);
                    expected = expected.without(name);
                }
                choices /= 3;
            }
            assertThat(JsonReader.read(splice.bytes())).isEqualTo(expected);
        }
    }

    @Test
    void aMessageThatNobodyEditedIsItsOwnBytesAgain() {
        BodyScan scan = scan("{\"messages\":[ {\"role\" : \"user\"} ,{\"n\":1.0}]}");
        Message kept = message(SliceSource.of(scan, scan.messages().get(1), Dialect.OPENAI));
        Message foreign = message(SliceSource.of(scan, scan.messages().get(0), Dialect.OLLAMA));
        byte[] array =
                SliceSource.array(
                        List.of(foreign, kept, Message.of(Role.USER, "new")),
                        Dialect.OPENAI,
                        message -> Json.of(message.text()));
        assertThat(new String(array, StandardCharsets.UTF_8))
                .isEqualTo("[\"hi\",{\"n\":1.0},\"new\"]");
    }

    private static Message message(SliceSource source) {
        Message plain = Message.of(Role.USER, "hi");
        return new Message(
                plain.role(),
                plain.content(),
                plain.reasoning(),
                plain.toolCalls(),
                plain.toolCallId(),
                plain.name(),
                plain.extras(),
                Optional.of(source));
    }

    private static Splice splice(String body) {
        return new Splice(scan(body));
    }

    private static String text(Splice splice) {
        return new String(splice.bytes(), StandardCharsets.UTF_8);
    }

    private static BodyScan scan(String body) {
        return BodyScan.of(body.getBytes(StandardCharsets.UTF_8));
    }
}
