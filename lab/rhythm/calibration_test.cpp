#include "lab/rhythm/calibration.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "lab/rhythm/reliability_diagram.hpp"

namespace davy::lab {
namespace {

std::vector<StatedFlow> flows(double nats, int mining, int benign) {
  std::vector<StatedFlow> out(static_cast<std::size_t>(mining), {nats, true, true});
  out.resize(static_cast<std::size_t>(mining + benign), {nats, false, true});
  return out;
}
std::vector<StatedFlow> both(std::vector<StatedFlow> a, const std::vector<StatedFlow>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}
double error_of(const std::vector<StatedFlow>& stated, double prior_nats = 0) {
  return expected_calibration_error(bins_of(stated, prior_nats, 15).equal_width);
}

// log 9: nine times as likely of mining, so 0.9 at even odds.
const double nine = std::log(9);

TEST(Calibration, truth_has_no_error) {
  EXPECT_NEAR(error_of(flows(0, 50, 50)), 0, 1e-12);
  EXPECT_NEAR(error_of(both(flows(nine, 90, 10), flows(-nine, 10, 90))), 0, 1e-12);
}

TEST(Calibration, what_is_stated_too_surely_is_wrong_by_the_difference) {
  EXPECT_NEAR(error_of(flows(nine, 50, 50)), .4, 1e-12);
  EXPECT_NEAR(brier_score(flows(nine, 50, 50), 0), (.1 * .1 + .9 * .9) / 2, 1e-12);
  EXPECT_NEAR(brier_score(flows(0, 50, 50), 0), .25, 1e-12);
}

TEST(Calibration, does_not_depend_on_how_many_of_each_were_drawn) {
  const auto few = both(flows(nine, 9, 100), flows(-nine, 1, 900));
  EXPECT_NEAR(error_of(few), 0, 1e-12);
}

TEST(Calibration, holds_at_another_prior_too) {
  // At one in ten, nine times as likely is even odds.
  const auto stated = both(flows(nine, 90, 10), flows(-nine, 10, 90));
  const Bins bins = bins_of(stated, -nine, 15);
  ASSERT_EQ(bins.equal_width.size(), 2u);
  EXPECT_NEAR(bins.equal_width[1].stated, .5, 1e-12);
  EXPECT_NEAR(bins.equal_width[1].found, .5, 1e-12);
  EXPECT_NEAR(bins.equal_width[1].weight, .1 * .9 + .9 * .1, 1e-12);
  EXPECT_EQ(bins.equal_width[1].mining, 90u);
  EXPECT_EQ(bins.equal_width[1].benign, 10u);
}

TEST(Calibration, equal_mass_bins_weigh_the_same) {
  std::vector<StatedFlow> stated;
  for (int i = 0; i < 3000; ++i) stated.push_back({i / 300. - 5, i % 2 == 0, true});
  const Bins bins = bins_of(stated, 0, 15);
  ASSERT_EQ(bins.equal_mass.size(), 15u);
  for (const Bin& bin : bins.equal_mass) EXPECT_NEAR(bin.weight, 1 / 15., 1e-3);
  EXPECT_TRUE(std::ranges::is_sorted(bins.equal_mass, {}, &Bin::stated));
}

TEST(Calibration, certainty_falls_into_the_outermost_bins) {
  const Bins bins = bins_of(both(flows(1000, 5, 0), flows(-1000, 0, 5)), 0, 15);
  ASSERT_EQ(bins.equal_width.size(), 2u);
  EXPECT_EQ(bins.equal_width[0].benign, 5u);
  EXPECT_EQ(bins.equal_width[1].mining, 5u);
}

TEST(Calibration, a_threshold_lets_through_what_is_as_strong_or_stronger) {
  const auto stated = both(flows(nine, 90, 10), flows(-nine, 10, 90));
  const Bin bin = bin_from(stated, 0, nine);
  EXPECT_EQ(bin.mining + bin.benign, 100u);
  EXPECT_NEAR(bin.stated, .9, 1e-12);
  EXPECT_NEAR(bin.found, .9, 1e-12);
  EXPECT_EQ(bin_from(stated, 0, nine + .01).weight, 0);
}

TEST(ReliabilityDiagram, draws_a_point_for_each_bin_and_the_same_octets_again) {
  const auto stated = both(flows(nine, 90, 10), flows(-nine, 10, 90));
  const Reliability model{"a name", bins_of(stated, 0, 15).equal_width, .0123};
  const std::string svg = reliability_svg(std::array{model, model});
  EXPECT_EQ(svg, reliability_svg(std::array{model, model}));
  EXPECT_TRUE(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""));
  EXPECT_TRUE(svg.ends_with("</svg>\n"));
  EXPECT_NE(svg.find("a name"), std::string::npos);
  EXPECT_NE(svg.find("0.0123"), std::string::npos);
  std::size_t circles = 0;
  for (std::size_t at = svg.find("<circle"); at != std::string::npos;
       at = svg.find("<circle", at + 1))
    ++circles;
  EXPECT_EQ(circles, 4u);
  // Stated and found 0.9: nine tenths of 320 to the right, a tenth of it down.
  EXPECT_NE(svg.find("<circle cx=\"288.0\" cy=\"32.0\""), std::string::npos);
}

}  // namespace
}  // namespace davy::lab
