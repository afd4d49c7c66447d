package dev.chasqui.application.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.reply.ReplyEvent;

import org.junit.jupiter.api.Test;

class PassedEventsTest {
    private final PassedEvents passed = new PassedEvents();
    private final ReplyEvent one = new ReplyEvent.Text("one");
    private final ReplyEvent two = new ReplyEvent.Text("two");

    @Test
    void whatIsPulledAndNotGivenOutIsHeld() {
        passed.pulled(one);
        passed.pulled(two);
        passed.given(one);

        assertThat(passed.held()).containsExactly(two);
        assertThat(passed.isChanged()).isFalse();
    }

    @Test
    void whatStandsBesideTheAnswerChangesNothing() {
        passed.pulled(one);
        passed.given(new ReplyEvent.Progress("reading"));
        passed.given(one);

        assertThat(passed.held()).isEmpty();
        assertThat(passed.isChanged()).isFalse();
    }

    @Test
    void anotherEventOrAnotherOrderIsAChange() {
        passed.pulled(one);
        passed.given(new ReplyEvent.Text("one"));
        assertThat(passed.isChanged()).isTrue();

        PassedEvents other = new PassedEvents();
        other.pulled(one);
        other.pulled(two);
        other.given(two);
        assertThat(other.isChanged()).isTrue();
        assertThat(other.held()).isEmpty();
    }

    @Test
    void whoHoldsBackTooMuchCountsAsChanging() {
        for (int i = 0; i <= PassedEvents.MOST_HELD; i++) {
            passed.pulled(one);
        }
        assertThat(passed.isChanged()).isTrue();

        PassedEvents other = new PassedEvents();
        other.pulled(new ReplyEvent.Text("x".repeat((int) PassedEvents.MOST_CHARS)));
        assertThat(other.isChanged()).isTrue();
    }
}
