package dev.chasqui.domain.reply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.chat.Role;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class PrecededReplyTest {
    private static final ReplyEvent OPENED = new ReplyEvent.Opened(Role.ASSISTANT);
    private static final ReplyEvent EMPTY = new ReplyEvent.Text("");
    private static final ReplyEvent FINISH = new ReplyEvent.Finish(FinishReason.STOP);

    @Test
    void theTextStandsBeforeTheFirstTextAlone() {
        ReplyEvent one = new ReplyEvent.Text("one");
        ReplyEvent two = new ReplyEvent.Text("two");

        assertThat(preceded(OPENED, EMPTY, one, two, FINISH))
                .containsExactly(OPENED, EMPTY, new ReplyEvent.Text("Hi "), one, two, FINISH);
    }

    @Test
    void aReplyWithoutTextStaysAsItIs() {
        ReplyEvent call = new ReplyEvent.ToolCallDelta(0, "id", "name", "{}");

        assertThat(preceded(OPENED, EMPTY, call, FINISH))
                .containsExactly(OPENED, EMPTY, call, FINISH);
    }

    private static List<ReplyEvent> preceded(ReplyEvent... events) {
        List<ReplyEvent> read = new ArrayList<>();
        try (ChatReply reply = ChatReply.of(List.of(events)).startingWith("Hi ")) {
            for (ReplyEvent event = reply.next(); event != null; event = reply.next()) {
                read.add(event);
            }
        }
        return read;
    }
}
