package dev.chasqui.adapters.dialects.reply;

import static dev.chasqui.adapters.dialects.Texts.quoted;
import static dev.chasqui.adapters.dialects.Texts.text;
import static dev.chasqui.adapters.dialects.Texts.utf8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.Citation;
import dev.chasqui.domain.reply.ReplyEvent;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.util.List;

public class SideChannelsTest {
    private static final ReplyEvent NOTE = new ReplyEvent.Note("n", Json.of(1));

    /** Returns a passage that the answer's text cites. */
    public static Citation cited(int number) {
        return new Citation(
                number, "leave.md", "handbook", URI.create("/d/leave.md"), "Thirty days.", true);
    }

    @Test
    void theLastNoteOfANameCounts() {
        SideChannels sideChannels =
                SideChannels.of(List.of(NOTE, new ReplyEvent.Note("n", Json.of("later"))));
        assertThat(sideChannels.addTo(Json.Obj.EMPTY).toString())
                .isEqualTo(quoted("{'chasqui':{'n':'later'}}"));
    }

    @Test
    void citationsAreListedWithAllThatIsKnownOfThem() {
        SideChannels sideChannels = SideChannels.NONE.with(new ReplyEvent.Cited(List.of(cited(1))));
        assertThat(sideChannels.addTo(Json.Obj.EMPTY).toString())
                .isEqualTo(
                        quoted(
                                "{'chasqui':{'citations':[{'number':1,'document':'leave.md','collection':'handbook','url':'/d/leave.md','passage':'Thirty"
                                    + " days.','cited':true}]}}"));
    }

    @Test
    void whatTheReplySaysThereAlreadyStays() {
        byte[] reply = utf8(quoted("{'a' : 1.0, 'chasqui': {'m': 2}, 'z':[ ]}\n"));
        assertThat(text(SideChannels.NONE.with(NOTE).addTo(reply)))
                .isEqualTo(quoted("{'a' : 1.0, 'chasqui': {'m':2,'n':1}, 'z':[ ]}\n"));
    }

    @Test
    void withoutAnyTheReplyIsTheSameBytes() {
        byte[] reply = utf8("{}");
        assertThat(SideChannels.NONE.addTo(reply)).isSameAs(reply);
    }
}
