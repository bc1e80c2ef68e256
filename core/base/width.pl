#!/usr/bin/perl
# width.pl - the tables of width.c, from the Unicode data of this perl
#
# usage: perl core/base/width.pl [none | wide | unseen | version]
#
# Prints one range a line, `first last`, or which Unicode it is.
# tests/check-unicode.sh holds width.c to it.
use strict;
use warnings;

use Unicode::UCD;

# Combining and invisible ones, the Hangul vowels and finals.  The soft hyphen
# and the Arabic signs that enclose digits are shown by terminals.
sub is_none {
  my ($char, $code) = @_;
  return 0 if $code == 0xad || $char =~ /\p{Prepended_Concatenation_Mark}/;
  return $char =~ /[\p{Mn}\p{Me}\p{Cf}]/
    || $char =~ /\p{Hangul_Syllable_Type=V}|\p{Hangul_Syllable_Type=T}/;
}

# Gaps of unassigned code points are closed where a table may have them.
my %tables = (
  none => \&is_none,
  # East Asian Width W and F, but for those; planes 2 and 3 as a whole.
  wide => sub {
    my ($char, $code) = @_;
    return $char =~ /\p{East_Asian_Width=W}|\p{East_Asian_Width=F}/
      && ($code >= 0x20000 || $char !~ /\p{Cn}/)
      && !is_none($char, $code);
  },
  # What nobody can see, or tell from nothing: also the separators of lines
  # and paragraphs, the blank Braille pattern and the null notehead.
  unseen => sub {
    my ($char, $code) = @_;
    return $char =~ /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Zl}\p{Zp}]/
      || $code == 0x2800 || $code == 0x1d159;
  },
);

my $name = shift // '';
if ($name eq 'version') {
  print Unicode::UCD::UnicodeVersion(), "\n";
  exit;
}
my $is_in = $tables{$name} or die "usage: width.pl none|wide|unseen|version\n";
my $closes = $name ne 'unseen';
my ($first, $last, $other) = (undef, 0, 0);
for my $code (0 .. 0x10ffff) {
  next if $code >= 0xd800 && $code <= 0xdfff;
  my $char = chr $code;
  if ($is_in->($char, $code)) {
    if (defined $first && $other) {
      printf "%04x %04x\n", $first, $last;
      undef $first;
    }
    $first //= $code;
    ($last, $other) = ($code, 0);
  } elsif (!$closes || $char !~ /\p{Cn}/) {
    $other = 1;
  }
}
printf "%04x %04x\n", $first, $last if defined $first;
