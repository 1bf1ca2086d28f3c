package holdfast.database.redis;

import holdfast.database.redis.RdbBytes.Underflow;
import holdfast.database.redis.ValueType.Part;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Walks through one value after the other while their bytes come. For one thread. */
final class ValueWalker {
  /** A score that is no number has no digits: from here on. */
  private static final int FIRST_SCORE_WITHOUT_DIGITS = 253;

  private static final int MODULE_END = 0;
  private static final int MODULE_NUMBER = 1;
  private static final int MODULE_UNSIGNED = 2;
  private static final int MODULE_FLOAT = 3;
  private static final int MODULE_DOUBLE = 4;
  private static final int MODULE_TEXT = 5;

  private final Deque<Round> rounds = new ArrayDeque<>();
  private long bytesToSkip;

  /** Parts that come so many times. */
  private static final class Round {
    private final List<Part> parts;
    private long timesLeft;
    private int next;

    Round(List<Part> parts, long times) {
      this.parts = parts;
      this.timesLeft = times;
    }

    boolean isOver() {
      return timesLeft == 0;
    }

    Part part() {
      return parts.get(next);
    }

    void advance() {
      next++;
      if (next == parts.size()) {
        next = 0;
        timesLeft--;
      }
    }
  }

  void begin(List<Part> parts) {
    rounds.push(new Round(parts, 1));
  }

  /** Goes as far as the bytes reach; answers whether the value ends there. */
  boolean walk(RdbBytes in) throws MalformedRdb {
    while (true) {
      bytesToSkip -= in.skip(bytesToSkip);
      if (bytesToSkip > 0) {
        return false;
      }
      Round round = rounds.peek();
      if (round == null) {
        return true;
      }
      int place = in.position();
      try {
        step(round, in);
      } catch (Underflow e) {
        in.position(place);
        return false;
      }
    }
  }

  private void step(Round round, RdbBytes in) throws Underflow, MalformedRdb {
    if (round.isOver()) {
      rounds.pop();
      return;
    }
    switch (round.part()) {
      case Part.Fixed fixed -> bytesToSkip = fixed.bytes();
      case Part.Whole number -> in.readId();
      case Part.Text text -> bytesToSkip = in.readTextStart();
      case Part.Score score -> {
        int digits = in.readByte();
        bytesToSkip = digits < FIRST_SCORE_WITHOUT_DIGITS ? digits : 0;
      }
      case Part.Times times -> rounds.push(new Round(times.parts(), in.readLength()));
      case Part.ModulePieces pieces -> {
        if (!isLastPiece(in)) {
          return;
        }
      }
    }
    round.advance();
  }

  private boolean isLastPiece(RdbBytes in) throws Underflow, MalformedRdb {
    int kind = (int) in.readLength();
    switch (kind) {
      case MODULE_END -> {
        return true;
      }
      case MODULE_NUMBER, MODULE_UNSIGNED -> in.readId();
      case MODULE_FLOAT -> bytesToSkip = Float.BYTES;
      case MODULE_DOUBLE -> bytesToSkip = Double.BYTES;
      case MODULE_TEXT -> bytesToSkip = in.readTextStart();
      default -> throw new MalformedRdb("a module's value has a piece of the unknown kind " + kind);
    }
    return false;
  }
}
