package dev.chasqui.application.routing.affinity;

/** The marks of a request. Each is made when it is asked for; most choices ask for none. */
public interface ConversationMarks {
    /** The marks of a request that belongs to no conversation. */
    ConversationMarks NONE =
            new ConversationMarks() {
                @Override
                public long conversation() {
                    return 0;
                }

                @Override
                public long instructions() {
                    return 0;
                }
            };

    /** Returns the number that all requests of one conversation of one caller have; 0 for none. */
    long conversation();

    /** Returns the number that all requests with the same long instructions have; 0 for none. */
    long instructions();
}
