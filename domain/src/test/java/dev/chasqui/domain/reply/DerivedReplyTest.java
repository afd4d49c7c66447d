package dev.chasqui.domain.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

class DerivedReplyTest {
    private static final ReplyEvent SWALLOWED = new ReplyEvent.Progress("swallowed");

    @Test
    void anEventThatIsThereMakesItReady() {
        Script inner = new Script(text("a"));
        ChatReply reply = new Doubled(inner);

        assertThat(reply.ready()).isTrue();
        assertThat(reply.next()).isEqualTo(text("a"));
        assertThat(reply.ready()).isTrue();
        assertThat(reply.next()).isEqualTo(text("a"));
    }

    @Test
    void anEventThatBecomesNothingDoesNot() {
        Script inner = new Script(SWALLOWED, SWALLOWED);
        inner.waitsAfter(2);

        assertThat(new Doubled(inner).ready()).isFalse();
    }

    @Test
    void itsEndMakesItReadyToo() {
        ChatReply reply = new Doubled(new Script(SWALLOWED));

        assertThat(reply.ready()).isTrue();
        assertThat(reply.next()).isEqualTo(text("end"));
        assertThat(reply.ready()).isTrue();
        assertThat(reply.next()).isNull();
        assertThat(reply.next()).isNull();
    }

    @Test
    void aFailureThatIsMetEarlyIsToldAfterWhatCameBeforeIt() {
        Script inner = new Script(text("a"));
        inner.failure = new IllegalStateException("broken");
        ChatReply reply = new Doubled(inner);

        assertThat(reply.next()).isEqualTo(text("a"));
        assertThat(reply.next()).isEqualTo(text("a"));
        assertThat(reply.ready()).isTrue();
        assertThatThrownBy(reply::next).isSameAs(inner.failure);
    }

    @Test
    void closingItClosesTheInnerOne() {
        Script inner = new Script();

        new Doubled(inner).close();

        assertThat(inner.closed).isTrue();
    }

    private static ReplyEvent text(String text) {
        return new ReplyEvent.Text(text);
    }

    /** A reply with each text twice, no progress, and a word at the end. */
    private static final class Doubled extends DerivedReply {
        Doubled(ChatReply inner) {
            super(inner);
        }

        @Override
        protected void take(ReplyEvent event) {
            if (!event.equals(SWALLOWED)) {
                give(event);
                give(event);
            }
        }

        @Override
        protected void end() {
            give(text("end"));
        }
    }

    /** A reply of these events, then of the failure if there is one. */
    private static final class Script implements ChatReply {
        private final Deque<ReplyEvent> events;
        private int ready = Integer.MAX_VALUE;
        private boolean closed;
        private @Nullable RuntimeException failure;

        Script(ReplyEvent... events) {
            this.events = new ArrayDeque<>(List.of(events));
        }

        void waitsAfter(int count) {
            ready = count;
        }

        @Override
        public @Nullable ReplyEvent next() {
            assertThat(ready).as("nothing is pulled that would have to be waited for").isPositive();
            ready--;
            if (events.isEmpty() && failure != null) {
                throw failure;
            }
            return events.poll();
        }

        @Override
        public boolean ready() {
            return ready > 0;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
