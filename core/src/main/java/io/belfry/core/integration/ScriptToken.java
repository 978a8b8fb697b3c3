package io.belfry.core.integration;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A word, text or sign of a script. Just enough of JavaScript to find what is assigned and called,
 * and where, without being fooled by comments and texts; whether it is right is the engine's to
 * say.
 *
 * @param text of a text what it says, without its quotes
 * @param line from 1
 */
record ScriptToken(Kind kind, String text, int line) {
    enum Kind {
        NAME,
        TEXT,
        SIGN
    }

    boolean is(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    boolean isName(String name) {
        return kind == Kind.NAME && text.equals(name);
    }

    static List<ScriptToken> of(String source) {
        return new Reader(source).all();
    }

    private static final class Reader {
        /** Behind these words a slash begins a pattern and divides nothing. */
        private static final Set<String> BEFORE_PATTERN =
                Set.of("return", "typeof", "case", "in", "of", "delete", "void", "throw", "else");

        private static final Set<String> CLOSING = Set.of(")", "]", "}");

        private final String source;
        private final List<ScriptToken> tokens = new ArrayList<>();
        private int at;
        private int line = 1;

        Reader(String source) {
            this.source = source;
        }

        List<ScriptToken> all() {
            while (at < source.length()) {
                next(source.charAt(at));
            }
            return tokens;
        }

        private void next(char here) {
            if (here == '\n') {
                line++;
                at++;
            } else if (Character.isWhitespace(here)) {
                at++;
            } else if (source.startsWith("//", at)) {
                skipTo(source.indexOf('\n', at));
            } else if (source.startsWith("/*", at)) {
                int end = source.indexOf("*/", at + 2);
                skipTo(end < 0 ? end : end + 2);
            } else if (here == '"' || here == '\'' || here == '`') {
                text(here);
            } else if (here == '/' && isPattern()) {
                pattern();
            } else if (Character.isJavaIdentifierStart(here)) {
                name();
            } else {
                sign(here);
            }
        }

        private void skipTo(int end) {
            int stop = end < 0 ? source.length() : end;
            for (; at < stop; at++) {
                line += source.charAt(at) == '\n' ? 1 : 0;
            }
        }

        private void name() {
            int begin = at;
            while (at < source.length() && Character.isJavaIdentifierPart(source.charAt(at))) {
                at++;
            }
            tokens.add(new ScriptToken(Kind.NAME, source.substring(begin, at), line));
        }

        /** A text that does not end on its line ends there; the engine will complain of it. */
        private void text(char quote) {
            int began = line;
            StringBuilder said = new StringBuilder();
            at++;
            while (at < source.length() && source.charAt(at) != quote) {
                char here = source.charAt(at);
                if (here == '\n' && quote != '`') {
                    break;
                }
                line += here == '\n' ? 1 : 0;
                if (here == '\\' && at + 1 < source.length()) {
                    at++;
                    line += source.charAt(at) == '\n' ? 1 : 0;
                }
                said.append(source.charAt(at));
                at++;
            }
            at = Math.min(source.length(), at + 1);
            line += at > 0 && source.charAt(at - 1) == '\n' && quote != '`' ? 1 : 0;
            tokens.add(new ScriptToken(Kind.TEXT, said.toString(), began));
        }

        private boolean isPattern() {
            if (tokens.isEmpty()) {
                return true;
            }
            ScriptToken before = tokens.get(tokens.size() - 1);
            return switch (before.kind()) {
                case NAME -> BEFORE_PATTERN.contains(before.text());
                case TEXT -> false;
                case SIGN -> !CLOSING.contains(before.text()) && !isDigit(before.text());
            };
        }

        private static boolean isDigit(String sign) {
            return Character.isDigit(sign.charAt(0));
        }

        private void pattern() {
            boolean inClass = false;
            for (at++; at < source.length() && source.charAt(at) != '\n'; at++) {
                char here = source.charAt(at);
                if (here == '\\') {
                    at++;
                } else if (here == '[' || here == ']') {
                    inClass = here == '[';
                } else if (here == '/' && !inClass) {
                    at++;
                    break;
                }
            }
            at = Math.min(at, source.length());
        }

        /** Comparisons and arrows in one piece, so that none of them is an assignment. */
        private void sign(char here) {
            int begin = at++;
            if ("=!<>".indexOf(here) >= 0) {
                while (at < source.length() && "=>".indexOf(source.charAt(at)) >= 0) {
                    at++;
                }
            }
            tokens.add(new ScriptToken(Kind.SIGN, source.substring(begin, at), line));
        }
    }
}
