/** The models that administrators have moved from one backend to another. */
@NullMarked
package dev.chasqui.application.routing.moved;

import org.jspecify.annotations.NullMarked;
