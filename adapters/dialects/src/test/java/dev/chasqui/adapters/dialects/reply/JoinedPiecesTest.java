package dev.chasqui.adapters.dialects.reply;

import static dev.chasqui.adapters.dialects.Texts.text;
import static dev.chasqui.adapters.dialects.Texts.utf8;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JoinedPiecesTest {
    private final JoinedPieces pieces = new JoinedPieces();

    @Test
    void onePieceAloneIsHandedOnAsItIs() {
        byte[] piece = utf8("a");
        pieces.add(piece);
        assertThat(pieces.take()).isSameAs(piece);
        assertThat(pieces.take()).isEmpty();
    }

    @Test
    void severalAreJoinedInTheirOrder() {
        for (int round = 0; round < 2; round++) {
            pieces.add(new byte[0]);
            pieces.add(utf8("a"));
            pieces.add(utf8("b"));
            pieces.add(new byte[0]);
            pieces.add(utf8("c"));
            assertThat(text(pieces.take())).isEqualTo("abc");
        }
    }
}
